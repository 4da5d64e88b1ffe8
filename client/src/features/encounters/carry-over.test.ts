import { expect, test } from "vitest";
import { blankNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import { fillEmptyFrom } from "./carry-over.ts";

const last = {
  ...blankNoteFields(),
  chiefComplaint: "慢性肾炎复诊",
  plan: "三月后复查",
  diagnoses: [{ code: "N03", display: "慢性肾炎综合征" }],
};

test("fills what is empty from the last note and leaves what is written", () => {
  const fields = { ...blankNoteFields(), chiefComplaint: " ", plan: "下月复查" };
  expect(fillEmptyFrom(fields, last)).toEqual({ chiefComplaint: last.chiefComplaint, diagnoses: last.diagnoses });
  expect(fillEmptyFrom(last, blankNoteFields())).toEqual({});
});
