import type { ConsentPurpose, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { withdrawActiveConsent } from "./consent.repo.ts";
import { replyPatient, requireOwnPatient } from "./patient.reads.ts";

/** Withdrawing is as easy as granting (R54). The row stays, with the time; withdrawing twice is harmless. */
export async function withdrawConsent(
  ctx: Ctx,
  { patientId, purpose }: { patientId: string; purpose: ConsentPurpose },
): Promise<Patient> {
  const patient = await requireOwnPatient(ctx, patientId, "withdraw-consent");
  await inTransaction(ctx, async () => {
    await takeTurn("patient", patientId);
    const id = await withdrawActiveConsent(patientId, purpose, ctx.now());
    if (!id) return;
    await recordFact(ctx, {
      type: "consent:withdrawn",
      patientId,
      entity: { type: "Consent", id },
      data: { patientId, purpose },
    });
  });
  return replyPatient(ctx, patient);
}
