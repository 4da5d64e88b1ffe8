import type { FieldError } from "../errors.ts";
import { noteLimits } from "./note.limits.ts";
import type { NoteFields } from "./note.schema.ts";

const requiredNoteFields = ["chiefComplaint", "presentIllness", "diagnoses", "plan"] as const;

/** Mandatory fields that are still empty (R30: no visit is closed with one). */
export function missingNoteFields(note: NoteFields): FieldError[] {
  return requiredNoteFields.filter((field) => note[field].length === 0).map((path) => ({ path, code: "required" }));
}

/** Parts with more in them than can be saved. */
export function tooLongNoteFields(note: NoteFields): FieldError[] {
  return (Object.keys(noteLimits) as (keyof typeof noteLimits)[])
    .filter((field) => note[field].trim().length > noteLimits[field])
    .map((path) => ({ path, code: "too_long" }));
}
