/** A diagnosis of the ICD-10 table (R30), and how the specialist words it (`Condition.code.text` of FHIR). */
export interface Diagnosis {
  code: string;
  display: string;
  /** Beside the code, never in its place: IgA 肾病 Ⅲ 期 is N02 to a register. Absent where the table's wording says it all. */
  text?: string | undefined;
}

/** Characters of a specialist's own wording. */
export const DIAGNOSIS_TEXT_MOST = 100;

interface NoteFieldRow {
  kind: "text" | "diagnoses";
  /** Characters once the outer blanks are gone, or diagnoses. */
  most: number;
  /** Lines of its box: least and most. */
  lines: readonly [number, number];
  /** Signing asks for it (R30). */
  required: boolean;
  /** Its place on the plan that the patient carries home; null where it stays in the note. */
  onPlan: number | null;
}

/**
 * The fields of a note (病历, R30), in the order they are written and read in. Contract, form, storage, what is missing, comparison
 * and reply go through this list: a new field is a row here and its words in note.texts.ts, and in plan.texts.ts if the
 * plan shows it. Notes from before it have it blank.
 */
export const noteFieldRows = {
  chiefComplaint: { kind: "text", most: 500, lines: [1, 1], required: true, onPlan: 3 },
  presentIllness: { kind: "text", most: 4000, lines: [2, 8], required: true, onPlan: null },
  diagnoses: { kind: "diagnoses", most: 10, lines: [1, 1], required: true, onPlan: 2 },
  plan: { kind: "text", most: 4000, lines: [3, 12], required: true, onPlan: 1 },
} as const satisfies Record<string, NoteFieldRow>;

type Rows = typeof noteFieldRows;
export type NoteFieldName = keyof Rows;
/** Names of the fields on the plan. */
export type PlanFieldName = {
  [Name in NoteFieldName]: Rows[Name]["onPlan"] extends null ? never : Name;
}[NoteFieldName];
export type TextFieldName = {
  [Name in NoteFieldName]: Rows[Name]["kind"] extends "text" ? Name : never;
}[NoteFieldName];
export type NoteFields = { [Name in NoteFieldName]: Name extends TextFieldName ? string : Diagnosis[] };

export const noteFieldNames = Object.keys(noteFieldRows) as NoteFieldName[];
export const isTextField = (name: NoteFieldName): name is TextFieldName => noteFieldRows[name].kind === "text";

const placeOnPlan = (name: NoteFieldName): number => noteFieldRows[name].onPlan ?? 0;
/** In the order of the plan. */
export const planFieldNames = noteFieldNames
  .filter((name): name is PlanFieldName => noteFieldRows[name].onPlan !== null)
  .toSorted((a, b) => placeOnPlan(a) - placeOnPlan(b));
