import { consentTexts } from "@fuzhen/shared/patients/consent-texts.ts";
import { consentPurposes, type ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { consentsOfPatients, type ConsentRecord } from "./consent.repo.ts";

/** A consent counts while it is not closed and its wording is the one in force (R9: a new version asks again). */
export const isCurrent = (consent: ConsentRecord) =>
  consent.active && consent.version === consentTexts[consent.purpose].version;

export const missingPurposes = (consents: readonly ConsentRecord[]): ConsentPurpose[] =>
  consentPurposes.filter((purpose) => !consents.some((consent) => consent.purpose === purpose && isCurrent(consent)));

/** Lets pass when this purpose has a consent in force; else `consent_required` naming it. */
export async function requireConsent(_ctx: Ctx, patientId: string, purpose: ConsentPurpose): Promise<void> {
  if (missingPurposes(await consentsOfPatients([patientId])).includes(purpose)) throw consentRequired([purpose]);
}

/**
 * Whether the patient's consent to this purpose stands, in whatever wording: a new text asks again before the next
 * booking, but takes back nothing of what was given. Withdrawing does (R54).
 */
export const hasConsent = async (patientId: string, purpose: ConsentPurpose): Promise<boolean> =>
  (await consentsOfPatients([patientId])).some((consent) => consent.purpose === purpose && consent.active);

const consentRequired = (purposes: readonly ConsentPurpose[]) =>
  new AppError(
    "consent_required",
    purposes.map((purpose) => ({ path: `consents.${purpose}`, code: "consent_required" })),
  );

/** Lets pass when every purpose has a consent in force (R9, R53); else `consent_required` naming the purposes. */
export async function requireConsents(_ctx: Ctx, patientId: string): Promise<void> {
  const missing = missingPurposes(await consentsOfPatients([patientId]));
  if (missing.length > 0) throw consentRequired(missing);
}
