import type { CallEndReason } from "./consultation.rules.ts";
import type { Call, TimelineEvent } from "./consultation.schema.ts";

type Running = Pick<Call, "startedBy" | "answeredAt" | "present">;

/** So long a call rings. */
export const RING_MS = 45_000;

/** What the timeline says of a call that is over, as what it was: only one that somebody took has begun and ended. */
const withoutAnswer = {
  declined: "call-declined",
  "no-answer": "call-missed",
  cancelled: "call-cancelled",
  "hung-up": "call-cancelled",
  "visit-finished": "call-not-joined",
} as const satisfies Record<CallEndReason, TimelineEvent>;
export const endingEvent = (answered: boolean, reason: CallEndReason): TimelineEvent & `call-${string}` =>
  answered ? "call-ended" : withoutAnswer[reason];

/**
 * What a running call is to a device of participant `me` that is not in it. `ringing`: another calls and nobody has taken it.
 * `elsewhere`: this person talks on another of their devices. `open`: it goes on and this person may come (back).
 */
export function callStand(call: Running, me: string): "ringing" | "elsewhere" | "open" {
  if (call.present.includes(me)) return "elsewhere";
  return call.answeredAt === null && call.startedBy !== me ? "ringing" : "open";
}

/** Whether a device that is not in the call may end it: one that rings, or one that finds it left by everybody. */
export const mayDecline = (call: Running, me: string): boolean =>
  callStand(call, me) === "ringing" || call.present.length === 0;
