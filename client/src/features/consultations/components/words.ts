import type { Consultation, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";

export type OwnState = "sent" | "delivered" | "read";

export const otherRole = (role: ParticipantRole): ParticipantRole => (role === "patient" ? "specialist" : "patient");

/** How far the other side has come with one of this side's messages. */
export function stateOf(message: Message, role: ParticipantRole, marks: Consultation["marks"] | null): OwnState {
  const other = marks?.[otherRole(role)];
  if (other && other.readSeq >= message.seq) return "read";
  return other && other.deliveredSeq >= message.seq ? "delivered" : "sent";
}

const QUIET_MS = 5 * 60_000;

/** A time is set above an entry after a pause in the talk. */
export function needsTime(message: { createdAt: string }, before: { createdAt: string } | undefined): boolean {
  return !before || Date.parse(message.createdAt) - Date.parse(before.createdAt) > QUIET_MS;
}
