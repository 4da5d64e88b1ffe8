import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { isOpen, type ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { canAccessPatient, requirePatientAccess } from "../care-access/index.ts";
import { sideOf } from "./consultation.policy.ts";
import { findConsultation, type ConsultationRecord } from "./consultation.repo.ts";

export interface Participation {
  visit: ConsultationRecord;
  role: ParticipantRole;
}

/**
 * The caller's side of the visit: the patient's account holder, or the treating specialist while the care lasts. Passes
 * the gate, which logs the access (R65). Everybody else gets `forbidden`, also for a visit that does not exist.
 */
export async function requireParticipant(
  ctx: Ctx,
  consultationId: string,
  purpose: AccessPurpose = "visit",
): Promise<Participation> {
  const visit = await findConsultation(consultationId);
  if (!visit) throw new AppError("forbidden");
  const role = sideOf(ctx.actor, visit);
  if (!role) {
    // The gate alone would also let in a specialist who treats the patient in another visit.
    await recordAccess(ctx, {
      patientIds: [visit.patientId],
      entity: { type: "consultation", id: visit.id },
      action: "read",
      purpose,
      outcome: "refused",
    });
    throw new AppError("forbidden");
  }
  await requirePatientAccess(ctx, visit.patientId, purpose, { type: "consultation", id: visit.id });
  return { visit, role };
}

/**
 * Like requireParticipant, but without a row in the access log: for the small steps inside a visit whose entry was
 * logged.
 */
export async function participantOf(ctx: Ctx, consultationId: string): Promise<Participation> {
  const visit = await findConsultation(consultationId);
  const role = visit && sideOf(ctx.actor, visit);
  if (!visit || !role || !(await canAccessPatient(ctx, visit.patientId, "visit"))) throw new AppError("forbidden");
  return { visit, role };
}

/** Like participantOf, and the visit must be open (`visit_closed`). */
export async function openParticipantOf(ctx: Ctx, consultationId: string): Promise<Participation> {
  const participation = await participantOf(ctx, consultationId);
  if (!isOpen(participation.visit.status)) throw new AppError("visit_closed");
  return participation;
}
