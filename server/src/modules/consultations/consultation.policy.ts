import { isOpen, type ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Actor } from "../../platform/context.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";

type Sides = Pick<ConsultationRecord, "accountId" | "specialistId">;

/** The side of the visit that a person is on: the patient's owner account, the treating specialist, or none. */
export function sideOf(actor: Actor | null, visit: Sides): ParticipantRole | null {
  if (actor?.role === "patient" && actor.userId === visit.accountId) return "patient";
  if (actor?.role === "specialist" && actor.specialistId === visit.specialistId) return "specialist";
  return null;
}

/** What this side may do next; travels with the visit. A visit ends by its signed note, so a finished one has a plan. */
export function abilitiesOf(side: ParticipantRole | null, { status }: Pick<ConsultationRecord, "status">) {
  const open = side !== null && isOpen(status);
  return {
    send: open,
    call: open,
    writeNote: open && side === "specialist",
    readPlan: side !== null && status === "finished",
  };
}

export const otherSide = (side: ParticipantRole): ParticipantRole => (side === "patient" ? "specialist" : "patient");
