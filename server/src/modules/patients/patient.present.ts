import type { Consent, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { ageOn, dayOf } from "@fuzhen/shared/time.ts";
import type { ConsentRecord } from "./consent.repo.ts";
import type { PatientRecord } from "./patient.repo.ts";
import { isCurrent, missingPurposes } from "./require-consents.ts";

/** A 就诊人 as their account holder sees them, with their consents. */
export function presentPatient(patient: PatientRecord, own: readonly ConsentRecord[], now: Date): Patient {
  return {
    id: patient.id,
    name: patient.name,
    documentType: patient.documentType,
    idNumberMasked: patient.idNumberMasked,
    birthDate: patient.birthDate,
    age: ageOn(patient.birthDate, dayOf(now)),
    sex: patient.sex,
    relationship: patient.relationship,
    phone: patient.phone,
    consents: own.map(presentConsent),
    consentsMissing: missingPurposes(own),
  };
}

export const presentConsent = (consent: ConsentRecord): Consent => ({
  purpose: consent.purpose,
  version: consent.version,
  textSha256: consent.textSha256,
  grantedAt: consent.grantedAt.toISOString(),
  withdrawnAt: consent.withdrawnAt?.toISOString() ?? null,
  current: isCurrent(consent),
});
