import type { FieldError } from "../errors.ts";
import { requiredNoteFields, type NoteFields } from "./note.schema.ts";

/** Mandatory fields that are still empty (R30: no visit is closed with one). */
export function missingNoteFields(note: NoteFields): FieldError[] {
  return requiredNoteFields.filter((field) => note[field].length === 0).map((path) => ({ path, code: "required" }));
}
