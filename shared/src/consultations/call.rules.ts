import type { Call } from "./consultation.schema.ts";

type Running = Pick<Call, "startedBy" | "answeredAt" | "present">;

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
