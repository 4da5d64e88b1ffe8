import type { FieldError } from "../errors.ts";
import {
  DIAGNOSIS_TEXT_MOST,
  isTextField,
  noteFieldNames,
  noteFieldRows,
  type Diagnosis,
  type NoteFieldName,
  type NoteFields,
} from "./note.fields.ts";

/** What a field holds while nothing is written. */
const blank = (name: NoteFieldName): NoteFields[NoteFieldName] => (isTextField(name) ? "" : []);

const fill = (valueOf: (name: NoteFieldName) => unknown): NoteFields =>
  Object.fromEntries(
    noteFieldNames.map((name) => {
      const value = valueOf(name);
      const fits = isTextField(name) ? typeof value === "string" : Array.isArray(value);
      return [name, fits ? value : blank(name)];
    }),
  ) as NoteFields;

export const blankNoteFields = (): NoteFields => fill(() => undefined);

/** The fields by name, so that nothing else of an input is stored or signed. What an older note lacks is blank. */
export const pickNoteFields = (from: Partial<Record<NoteFieldName, unknown>>): NoteFields => fill((name) => from[name]);

/** Names of the fields in which two notes differ, in the order of the list. */
export const changedNoteFields = (one: NoteFields, other: NoteFields): NoteFieldName[] =>
  noteFieldNames.filter((name) => wording(one[name]) !== wording(other[name]));

const wording = (value: NoteFields[NoteFieldName]): string =>
  typeof value === "string"
    ? value
    : JSON.stringify(value.map(({ code, display, text = "" }) => [code, display, text]));

/** Mandatory fields that are still empty (R30: no visit is closed with one). */
export const missingNoteFields = (note: NoteFields): FieldError[] =>
  noteFieldNames
    .filter((name) => noteFieldRows[name].required && note[name].length === 0)
    .map((path) => ({ path, code: "required" }));

/** Fields with more in them than can be saved. */
export const tooLongNoteFields = (note: NoteFields): FieldError[] =>
  noteFieldNames
    .filter((name) =>
      isTextField(name)
        ? note[name].trim().length > noteFieldRows[name].most
        : note[name].some(({ text = "" }) => text.trim().length > DIAGNOSIS_TEXT_MOST),
    )
    .map((path) => ({ path, code: "too_long" }));

/** How people read a diagnosis: in the specialist's words where there are any, with what the code stands for behind them. */
export const diagnosisWords = ({ code, display, text = "" }: Diagnosis): { name: string; coded: string } =>
  text === "" ? { name: display, coded: code } : { name: text, coded: `${display} ${code}` };
