import { expect, it } from "vitest";
import { keepsPerson } from "./correction.rules.ts";

const adult = {
  ok: true as const,
  name: "李建国",
  number: "C01X00T47",
  key: "passport:C01X00T47",
  birthDate: "1958-03-12",
  sex: "male" as const,
};
const newborn = { ...adult, name: "王之子", number: "", key: null, birthDate: "2026-11-01" };
const other = { number: "E1234567", key: "passport:E1234567" };

it.each([
  ["nothing", {}, true],
  ["a renewed document", other, true],
  ["a misspelt name", { name: "李建囯" }, true],
  ["a wrong birth date beside the same name and number", { birthDate: "1958-12-03" }, true],
  ["a wrong sex beside the same name and number", { sex: "female" as const }, true],
  ["name and number: another person born the same day", { ...other, name: "赵国栋" }, false],
  ["name and birth date: another person's passport number", { name: "赵国栋", birthDate: "1970-01-01" }, false],
  ["number and birth date: another person of the same name", { ...other, birthDate: "1970-01-01" }, false],
  ["blanks in a name are no other name", { ...other, name: "李 建国" }, true],
])("an adult is the same person after: %s", (_, change, same) => {
  expect(keepsPerson(adult, { ...adult, ...change })).toBe(same);
});

it.each([
  ["a name and a document", { ...other, name: "王小宝" }, true],
  ["another birth date", { birthDate: "2026-11-02" }, false],
])("a newborn is the same person with %s", (_, change, same) => {
  expect(keepsPerson(newborn, { ...newborn, ...change })).toBe(same);
});
