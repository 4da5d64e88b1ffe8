import { isOpen, type ParticipantRole, type TalkState } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Actor } from "../../platform/context.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";

type Sides = Pick<ConsultationRecord, "accountId" | "specialistId">;

/** Which side of the visit the person is: the patient's account holder, the treating specialist, or neither. */
export function sideOf(actor: Actor | null, visit: Sides): ParticipantRole | null {
  if (actor?.role === "patient" && actor.userId === visit.accountId) return "patient";
  if (actor?.role === "specialist" && actor.specialistId === visit.specialistId) return "specialist";
  return null;
}

/**
 * What this side may do next; sent along with the visit, with how its talk stands. A visit ends when its note is signed, so a
 * finished visit always has a plan.
 */
export function abilitiesOf(
  side: ParticipantRole | null,
  { status }: Pick<ConsultationRecord, "status">,
  talk: TalkState,
) {
  const open = side !== null && isOpen(status);
  return {
    send: side !== null && talk !== "closed",
    call: open,
    writeNote: open && side === "specialist",
    readPlan: side !== null && status === "finished",
  };
}

export const otherSide = (side: ParticipantRole): ParticipantRole => (side === "patient" ? "specialist" : "patient");
