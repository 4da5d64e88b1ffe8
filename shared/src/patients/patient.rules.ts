import type { FieldError } from "../errors.ts";
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
