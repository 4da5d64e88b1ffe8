import type { ConsentPurpose, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { activeConsents, closeOutdatedConsent, insertConsent } from "./consent.repo.ts";
import { consentTextOf } from "./consent-texts.ts";
import { replyPatient, requireOwnPatient } from "./patient.reads.ts";
import { getPatient } from "./patient.repo.ts";
import { isCurrent } from "./require-consents.ts";

export interface GrantConsentInput {
  patientId: string;
  purpose: ConsentPurpose;
  version: string;
  textSha256: string;
}

/**
 * The account holder consents for a 就诊人 to exactly the text they read (R9, R53). Granting what is already in force is
 * harmless. `consent_outdated` when the text has changed since.
 */
export async function grantConsent(ctx: Ctx, input: GrantConsentInput): Promise<Patient> {
  const { patientId, purpose, version } = input;
  const patient = await requireOwnPatient(ctx, patientId, "grant-consent");
  const text = consentTextOf(purpose);
  if (version !== text.version || input.textSha256 !== text.sha256) throw new AppError("consent_outdated");
  const standing = await activeConsents([patientId]);
  if (standing.some((consent) => consent.purpose === purpose && isCurrent(consent))) return replyPatient(ctx, patient);
  const id = newId();
  try {
    await inTransaction(ctx, async () => {
      // Removed since it was asked: a consent that came afterwards would open the record again.
      await takeTurn("patient", patientId);
      if ((await getPatient(ctx, patientId))?.removedAt !== null) throw new AppError("forbidden");
      await closeOutdatedConsent(patientId, purpose, version);
      await insertConsent({
        id,
        patientId,
        grantedBy: actorOf(ctx).userId,
        purpose,
        version,
        textSha256: text.sha256,
        grantedAt: ctx.now(),
      });
      await recordFact(ctx, {
        type: "consent:granted",
        patientId,
        entity: { type: "Consent", id },
        data: { patientId, purpose, version },
      });
    });
  } catch (error) {
    // Tapped twice: the other request has just granted it.
    if (!duplicateKeyOf(error)?.includes("purpose")) throw error;
  }
  return replyPatient(ctx, patient);
}
