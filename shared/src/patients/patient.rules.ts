import type { FieldError } from "../errors.ts";
import { documentKey, mayBeNewborn, readDocumentNumber } from "./identity-document.rules.ts";
import type { AddPatientInput } from "./patient.schema.ts";

/** Below this age a guardian consents and the account holder is not the patient (R8, PIPL Art. 31). */
export const GUARDIAN_AGE = 14;

/** 就诊人 of one account: a large family; more is somebody who collects people. */
export const MAX_PATIENTS = 20;

const relationshipsOfChildren: readonly AddPatientInput["relationship"][] = [
  "child",
  "grandparent",
  "sibling",
  "other",
];

/** What stands against adding a 就诊人 of this age; null when nothing does. */
export function patientFault(
  input: Pick<AddPatientInput, "relationship" | "guardianConsent">,
  age: number,
): { code: "relationship_invalid" | "guardian_consent_required"; fields: FieldError[] } | null {
  if (age >= GUARDIAN_AGE) return null;
  if (!relationshipsOfChildren.includes(input.relationship))
    return { code: "relationship_invalid", fields: [{ path: "relationship", code: "relationship_invalid" }] };
  if (!input.guardianConsent)
    return {
      code: "guardian_consent_required",
      fields: [{ path: "guardianConsent", code: "guardian_consent_required" }],
    };
  return null;
}

type IdentityInput = Pick<AddPatientInput, "documentType" | "idNumber" | "birthDate" | "sex">;

/** Who somebody is by their document, or what is wrong in which field. `key` finds the person again (null: a newborn). */
export type Identity =
  | { ok: true; number: string; key: string | null; birthDate: string; sex: "male" | "female" }
  | { ok: false; field: FieldError };

/** Reads an identity (R6); `today` is the hospital's day. Birth date and sex are the number's where it tells them. */
export function readIdentity({ documentType, idNumber, birthDate, sex }: IdentityInput, today: string): Identity {
  const fault = (path: string, code: string): Identity => ({ ok: false, field: { path, code } });
  const read = readDocumentNumber(documentType, idNumber, today);
  if (!read.ok) return fault("idNumber", read.code);
  const key = read.person === "" ? null : documentKey(documentType, read.person);
  if (read.born) return { ok: true, number: read.number, key, ...read.born };
  if (birthDate === undefined) return fault("birthDate", "required");
  if (birthDate > today) return fault("birthDate", "day_future");
  if (birthDate < "1900-01-01") return fault("birthDate", "day");
  if (sex === undefined) return fault("sex", "required");
  if (documentType === "newborn" && !mayBeNewborn(birthDate, today)) return fault("birthDate", "newborn_age");
  return { ok: true, number: read.number, key, birthDate, sex };
}
