import { expect, test } from "vitest";
import { isTextField, noteFieldNames, noteFieldRows, planFieldNames } from "./note.fields.ts";
import {
  blankNoteFields,
  changedNoteFields,
  diagnosisWords,
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

test("of a diagnosis's own words 100 characters are saved, and the contract agrees", () => {
  const worded = (count: number) => ({
    ...note,
    diagnoses: [{ code: "N03", display: "", text: ` ${"长".repeat(count)} ` }],
  });
  expect(tooLongNoteFields(worded(100))).toEqual([]);
  expect(noteFieldsSchema.safeParse(worded(100)).success).toBe(true);
  expect(tooLongNoteFields(worded(101))).toEqual([{ path: "diagnoses", code: "too_long" }]);
  expect(noteFieldsSchema.safeParse(worded(101)).success).toBe(false);
});

test("a diagnosis is read in its own words first, with what the code stands for behind; else in the table's", () => {
  const [plain] = diagnoses.map((diagnosis) => diagnosisWords(diagnosis));
  expect(plain).toEqual({ name: "慢性肾炎综合征", coded: "N03" });
  const [worded] = diagnoses.map((diagnosis) => diagnosisWords({ ...diagnosis, text: "IgA 肾病 Ⅲ 期" }));
  expect(worded).toEqual({ name: "IgA 肾病 Ⅲ 期", coded: "慢性肾炎综合征 N03" });
});

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
  const worded = diagnoses.map((diagnosis) => ({ ...diagnosis, text: "IgA 肾病" }));
  expect(changedNoteFields({ ...note, diagnoses }, { ...note, diagnoses: worded })).toEqual(["diagnoses"]);
  const turned = diagnoses.map(({ code, display }) => ({ display, code }));
  expect(changedNoteFields({ ...note, diagnoses }, { ...note, diagnoses: turned })).toEqual([]);
});
