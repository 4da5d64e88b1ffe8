import { useInfiniteQuery } from "@tanstack/react-query";
import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { conversationsQuery } from "../api/conversations.ts";

/**
 * The conversations of this person with something unread, latest first. Each message tells both sides' connections wherever
 * they are (`conversation:changed`), so it is here at once.
 */
export function useUnreadTalk(enabled = true): readonly ConsultationLine[] {
  const { data } = useInfiniteQuery({ ...conversationsQuery, enabled });
  return data?.pages.flatMap(({ items }) => items).filter(({ unread }) => unread > 0) ?? [];
}

export const unreadOf = (lines: readonly Pick<ConsultationLine, "unread">[]): number =>
  lines.reduce((sum, { unread }) => sum + unread, 0);
