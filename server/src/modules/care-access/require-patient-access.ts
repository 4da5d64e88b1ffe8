import { getPatient, type PatientRecord } from "../accounts/index.ts";
import { recordAccess } from "../audit/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { hasLiveGrant } from "./care-grant.repo.ts";
import { canSeePatient } from "./care-access.policy.ts";

/** Why a patient's record is opened; stands in the access log. */
export type AccessPurpose =
  | "profile"
  | "upload-file"
  | "read-file"
  | "write-report"
  | "read-report"
  | "book-appointment"
  | "change-appointment"
  | "read-appointment"
  | "open-visit"
  | "visit"
  | "write-note"
  | "read-note"
  | "read-plan";

async function patientInSight(ctx: Ctx, patientId: string): Promise<PatientRecord | null> {
  const patient = await getPatient(ctx, patientId);
  if (!patient || !ctx.actor) return null;
  const { specialistId } = ctx.actor;
  const granted = specialistId !== null && (await hasLiveGrant(specialistId, patientId, ctx.now()));
  return canSeePatient(ctx.actor, patient, granted) ? patient : null;
}

/**
 * The one gate before anything of a patient. Answers the patient, or refuses with `forbidden` alike for a record that
 * is another's and one that does not exist. Writes one row of the access log either way (R65).
 */
export async function requirePatientAccess(
  ctx: Ctx,
  patientId: string,
  purpose: AccessPurpose,
): Promise<PatientRecord> {
  actorOf(ctx);
  const patient = await patientInSight(ctx, patientId);
  await recordAccess(ctx, {
    patientId,
    entity: { type: "Patient", id: patientId },
    action: "access",
    purpose,
    outcome: patient ? "allowed" : "refused",
  });
  if (!patient) throw new AppError("forbidden");
  return patient;
}

/** The same question without an answer in the log: for lists that leave out what the actor may not see. */
export const canAccessPatient = async (ctx: Ctx, patientId: string): Promise<boolean> =>
  (await patientInSight(ctx, patientId)) !== null;
