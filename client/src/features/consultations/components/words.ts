import type { Consultation, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";

export type OwnState = "sent" | "delivered" | "read";

/** How far others have come with one of this person's messages: whoever has come furthest counts. */
export function stateOf(message: Message, me: string, marks: Consultation["marks"] | null): OwnState {
  const others = Object.entries(marks ?? {}).flatMap(([id, mark]) => (id === me ? [] : [mark]));
  if (others.some(({ readSeq }) => readSeq >= message.seq)) return "read";
  return others.some(({ deliveredSeq }) => deliveredSeq >= message.seq) ? "delivered" : "sent";
}

const QUIET_MS = 5 * 60_000;

/** A time is set above an entry after a pause in the talk. */
export function needsTime(message: { createdAt: string }, before: { createdAt: string } | undefined): boolean {
  return !before || Date.parse(message.createdAt) - Date.parse(before.createdAt) > QUIET_MS;
}
