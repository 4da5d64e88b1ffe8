import type { FieldError } from "../errors.ts";
import type { NoteFields } from "./note.schema.ts";

const requiredNoteFields = ["chiefComplaint", "presentIllness", "diagnoses", "plan"] as const;

/** Mandatory fields that are still empty (R30: no visit is closed with one). */
export function missingNoteFields(note: NoteFields): FieldError[] {
  return requiredNoteFields.filter((field) => note[field].length === 0).map((path) => ({ path, code: "required" }));
}
