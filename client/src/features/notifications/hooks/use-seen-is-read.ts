import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { quietly } from "../../../lib/quietly.ts";
import { markRead } from "../api/mark-read.ts";
import { unreadQuery } from "../api/unread.ts";

/**
 * Opening the list marks everything as read on the server; the marks stay on screen until the list is left, so that
 * people see what is new.
 */
export function useSeenIsRead(newest: Notification | undefined): void {
  const queryClient = useQueryClient();
  const unreadId = newest?.readAt === null ? newest.id : undefined;
  useEffect(() => {
    if (unreadId === undefined) return;
    const marked = markRead(unreadId).then(({ unread }) => queryClient.setQueryData(unreadQuery.queryKey, unread));
    // It stays unread then, here and at the server, and is marked the next time it is seen.
    void quietly(marked);
  }, [unreadId, queryClient]);
}
