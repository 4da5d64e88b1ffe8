import { consentPurposes } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { withdrawActiveConsent } from "./consent.repo.ts";
import { markRemoved } from "./patient.repo.ts";

/**
 * Takes a 就诊人 out of the account: every consent is withdrawn, and the account reads nothing of them any more. The record stays
 * for as long as the law asks (R32, R56): the trail and emergencies still find it. Joins the caller's transaction, which has
 * taken the patient's turn and seen to what was open.
 */
export async function leavePatient(
  ctx: Ctx,
  { patientId, accountId }: { patientId: string; accountId: string },
): Promise<void> {
  for (const purpose of consentPurposes) {
    const id = await withdrawActiveConsent(patientId, purpose, ctx.now());
    if (id)
      await recordFact(ctx, {
        type: "consent:withdrawn",
        patientId,
        entity: { type: "Consent", id },
        data: { patientId, purpose },
      });
  }
  if (!(await markRemoved(patientId, ctx.now()))) throw new AppError("record_changed");
  await recordFact(ctx, {
    type: "patient:removed",
    patientId,
    entity: { type: "Patient", id: patientId },
    data: { patientId, accountId },
  });
}
