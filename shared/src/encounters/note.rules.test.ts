import { expect, test } from "vitest";
import { noteLimits } from "./note.limits.ts";
import { missingNoteFields, tooLongNoteFields } from "./note.rules.ts";
import { noteFieldsSchema } from "./note.schema.ts";

const note = { chiefComplaint: "腰酸", presentIllness: "一周", diagnoses: [], plan: "复查" };

test.each(Object.entries(noteLimits))(
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
