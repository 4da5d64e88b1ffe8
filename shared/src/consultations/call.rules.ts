import type { Call } from "./consultation.schema.ts";
import type { ParticipantRole } from "./consultation.rules.ts";

type Running = Pick<Call, "startedBy" | "answeredAt" | "present">;

/**
 * What a running call is to a device of `role` that is not in it. `ringing`: the other side calls and nobody of this side
 * has taken it. `elsewhere`: this side talks on another of its devices. `open`: it goes on and this side may come (back).
 */
export function callStand(call: Running, role: ParticipantRole): "ringing" | "elsewhere" | "open" {
  if (call.present.includes(role)) return "elsewhere";
  return call.answeredAt === null && call.startedBy !== role ? "ringing" : "open";
}

/** Whether a device that is not in the call may end it: one that rings, or one that finds it left by everybody. */
export const mayDecline = (call: Running, role: ParticipantRole): boolean =>
  callStand(call, role) === "ringing" || call.present.length === 0;
