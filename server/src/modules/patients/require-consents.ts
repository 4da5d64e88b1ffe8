import { consentTexts } from "@fuzhen/shared/patients/consent-texts.ts";
import { consentPurposes, type ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { activeConsents, type ConsentRecord } from "./consent.repo.ts";

/**
 * A consent is current while it is not withdrawn and its wording is the one in force (R9: a new version asks again).
 */
export const isCurrent = (consent: ConsentRecord) =>
  consent.active && consent.version === consentTexts[consent.purpose].version;

export const missingPurposes = (consents: readonly ConsentRecord[]): ConsentPurpose[] =>
  consentPurposes.filter((purpose) => !consents.some((consent) => consent.purpose === purpose && isCurrent(consent)));

/** Throws `consent_required` (naming the purpose) unless this purpose has a current consent. */
export async function requireConsent(_ctx: Ctx, patientId: string, purpose: ConsentPurpose): Promise<void> {
  if (missingPurposes(await activeConsents([patientId])).includes(purpose)) throw consentRequired([purpose]);
}

/**
 * Whether the patient consents to this purpose, in whatever wording. A new text asks again before the next booking but
 * takes back nothing that was given; only withdrawing does (R54).
 */
export const hasConsent = async (patientId: string, purpose: ConsentPurpose): Promise<boolean> =>
  (await activeConsents([patientId])).some((consent) => consent.purpose === purpose && consent.active);

/** Of these patients those whose consent to the purpose stands; one query. */
export async function consentedAmong(patientIds: readonly string[], purpose: ConsentPurpose): Promise<Set<string>> {
  const consents = await activeConsents(patientIds);
  return new Set(consents.filter((one) => one.purpose === purpose && one.active).map((one) => one.patientId));
}

const consentRequired = (purposes: readonly ConsentPurpose[]) =>
  new AppError(
    "consent_required",
    purposes.map((purpose) => ({ path: `consents.${purpose}`, code: "consent_required" })),
  );

/** Throws `consent_required` (naming the purposes) unless every purpose has a current consent (R9, R53). */
export const requireConsents = async (_ctx: Ctx, patientId: string): Promise<void> =>
  requireEveryConsent(await activeConsents([patientId]));

/** The same, of consents that were read with other things. */
export function requireEveryConsent(consents: readonly ConsentRecord[]): void {
  const missing = missingPurposes(consents);
  if (missing.length > 0) throw consentRequired(missing);
}
