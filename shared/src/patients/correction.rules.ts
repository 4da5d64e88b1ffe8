import { nameKey } from "../typed-text.ts";
import type { Identity } from "./patient.rules.ts";

/**
 * How often the identity of a 就诊人 may be corrected within a year. A slip is mended once or twice; more would hand one record,
 * with its consents and its bookings, from person to person (R6, R42).
 */
export const IDENTITY_CORRECTIONS_A_YEAR = 3;

/** What a correction may change, each named in the trace of corrections. */
export const correctableFields = [
  "name",
  "documentType",
  "idNumber",
  "birthDate",
  "sex",
  "relationship",
  "phone",
] as const;
export type CorrectableField = (typeof correctableFields)[number];

type Named = Extract<Identity, { ok: true }> & { name: string };

/**
 * Whether it is still the same person after a correction (R6): of name, document and birth (day and sex) two stay as they were. A
 * renewed or mistyped document leaves name and birth; a misspelt name leaves the document; the wrong birth date of a passport
 * leaves name and number. A newborn, who has no document and perhaps no name yet, is known by the birth. Everything else is
 * another person, who is added and not corrected.
 */
export function keepsPerson(before: Named, after: Named): boolean {
  const birth = before.birthDate === after.birthDate && before.sex === after.sex;
  const name = nameKey(before.name) === nameKey(after.name);
  if (before.key === null) return birth;
  return before.key === after.key ? name || birth : name && birth;
}
