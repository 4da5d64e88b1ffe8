import { expect, test } from "vitest";
import { sampleSpecialist } from "../testing/sample-specialist.ts";
import { answeredFieldNames, publicFieldNames, rowOf, specialistFieldNames } from "./specialist.fields.ts";
import { changedSpecialistFields } from "./specialist.rules.ts";
import {
  addSpecialistInputSchema,
  specialistSchema,
  staffSpecialistSchema,
  updateSpecialistInputSchema,
} from "./specialist.schema.ts";

const id = "a".repeat(24);
const sample = sampleSpecialist({ departmentId: id, licenceNumber: "110000000000001" });

test("every field of the list is in what an admin gives and is answered; patients get those that have a place there", () => {
  for (const schema of [addSpecialistInputSchema, updateSpecialistInputSchema])
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(specialistFieldNames));
  expect(Object.keys(staffSpecialistSchema.shape)).toEqual(expect.arrayContaining(answeredFieldNames));
  expect(Object.keys(specialistSchema.shape)).toEqual(expect.arrayContaining(publicFieldNames));
  for (const name of answeredFieldNames.filter((one) => rowOf(one).profile === null))
    expect(Object.keys(specialistSchema.shape)).not.toContain(name);
});

test("the sample is what the contract takes, and an empty update too", () => {
  expect(updateSpecialistInputSchema.parse({ specialistId: id, ...sample })).toEqual({ specialistId: id, ...sample });
  expect(updateSpecialistInputSchema.parse({ specialistId: id })).toEqual({ specialistId: id });
});

test("a difference is named by its fields, in the order of the list", () => {
  expect(changedSpecialistFields(sample, structuredClone(sample))).toEqual([]);
  expect(changedSpecialistFields(sample, { ...sample, about: "新", name: "赵一鸣", diseases: ["肾炎"] })).toEqual([
    "name",
    "diseases",
    "about",
  ]);
});
