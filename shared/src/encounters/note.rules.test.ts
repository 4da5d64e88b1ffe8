import { expect, test } from "vitest";
import { isTextField, noteFieldNames, noteFieldRows, planFieldNames } from "./note.fields.ts";
import {
  blankNoteFields,
  changedNoteFields,
  missingNoteFields,
  pickNoteFields,
  tooLongNoteFields,
} from "./note.rules.ts";
import { noteFieldsSchema, noteSchema, planSchema, saveNoteInputSchema } from "./note.schema.ts";

const note = { chiefComplaint: "腰酸", presentIllness: "一周", diagnoses: [], plan: "复查" };
const diagnoses = [{ code: "N03", display: "慢性肾炎综合征" }];

test.each(noteFieldNames.filter(isTextField).map((name) => [name, noteFieldRows[name].most] as const))(
  "of %s as many characters as %d are saved, and the contract agrees",
  (field, most) => {
    const long = (count: number) => ({ ...note, [field]: ` ${"长".repeat(count)}\n` });
    expect(tooLongNoteFields(long(most))).toEqual([]);
    expect(noteFieldsSchema.safeParse(long(most)).success).toBe(true);
    expect(tooLongNoteFields(long(most + 1))).toEqual([{ path: field, code: "too_long" }]);
    expect(noteFieldsSchema.safeParse(long(most + 1)).success).toBe(false);
  },
);

test("what is still empty is missing", () => {
  expect(missingNoteFields(note)).toEqual([{ path: "diagnoses", code: "required" }]);
});

test("every field of the list is in what is saved and answered, those of the plan on the plan", () => {
  for (const schema of [noteFieldsSchema, noteSchema, saveNoteInputSchema])
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(noteFieldNames));
  expect(Object.keys(planSchema.shape)).toEqual(expect.arrayContaining(planFieldNames));
  expect(Object.keys(planSchema.shape)).not.toContain("presentIllness");
});

test("picked by name: what is no field is left, what an older note lacks or holds otherwise is blank", () => {
  expect(pickNoteFields({ ...note, status: "final" } as object)).toEqual(note);
  expect(pickNoteFields({ plan: "复查", diagnoses: "N03" })).toEqual({ ...blankNoteFields(), plan: "复查" });
});

test("a difference is named by its fields, whatever the order of keys", () => {
  expect(changedNoteFields(note, { ...note })).toEqual([]);
  expect(changedNoteFields({ ...note, diagnoses }, { ...note, plan: "" })).toEqual(["diagnoses", "plan"]);
  const turned = diagnoses.map(({ code, display }) => ({ display, code }));
  expect(changedNoteFields({ ...note, diagnoses }, { ...note, diagnoses: turned })).toEqual([]);
});
