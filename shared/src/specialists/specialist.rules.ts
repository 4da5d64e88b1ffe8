import type { FieldError } from "../errors.ts";
import { ageOn } from "../time.ts";
import { specialistFieldNames, type SpecialistFieldName, type SpecialistFields } from "./specialist.fields.ts";

/** Full years of independent clinical work before a specialist may see patients online (R4). */
export const PRACTICE_YEARS = 3;

export interface Licence {
  licenceValidFrom: string;
  licenceValidTo: string;
  practiceSince: string;
  hospitalConsent: boolean;
}

/** Why this specialist may not practise on that hospital day (R4); null when they may. */
export function dutyFault(
  licence: Licence,
  day: string,
): { code: "licence_invalid" | "experience_too_short"; fields: FieldError[] } | null {
  const fields: FieldError[] = [];
  if (day < licence.licenceValidFrom) fields.push({ path: "licenceValidFrom", code: "licence_not_yet_valid" });
  if (day > licence.licenceValidTo) fields.push({ path: "licenceValidTo", code: "licence_expired" });
  if (!licence.hospitalConsent) fields.push({ path: "hospitalConsent", code: "hospital_consent_missing" });
  if (fields.length > 0) return { code: "licence_invalid", fields };
  if (ageOn(licence.practiceSince, day) < PRACTICE_YEARS)
    return { code: "experience_too_short", fields: [{ path: "practiceSince", code: "experience_too_short" }] };
  return null;
}

/** What decides whether somebody may see patients, beside the licence. */
export interface Practice extends Licence {
  /** Shown to patients, by an admin's word. */
  published: boolean;
  /** The account is in use: who has left the hospital sees nobody. */
  active: boolean;
}

/**
 * The one answer to «may this specialist see patients on that hospital day» (R4): search, offers, booking, the gate, rooms
 * and signing all ask it. Null when nothing stands against it; `forbidden` tells no more than it must.
 */
export function practiceFault(
  practice: Practice,
  day: string,
): { code: "forbidden" | "licence_invalid" | "experience_too_short"; fields: FieldError[] } | null {
  return practice.published && practice.active ? dutyFault(practice, day) : { code: "forbidden", fields: [] };
}

/** The latest first day of practice that is three full years old on `day`: the same rule as above, for queries over ISO days. */
export function practiceSinceLimit(day: string): string {
  return `${String(Number(day.slice(0, 4)) - PRACTICE_YEARS).padStart(4, "0")}${day.slice(4)}`;
}

/** Names of the fields in which two states of a specialist differ, in the order of the list. */
export const changedSpecialistFields = (one: SpecialistFields, other: SpecialistFields): SpecialistFieldName[] =>
  specialistFieldNames.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));

/** What the admin's list of specialists can be narrowed to, and ordered by. */
export const staffStates = ["published", "unpublished", "licence-ended"] as const;
export const staffSorts = ["title", "name", "licence"] as const;
