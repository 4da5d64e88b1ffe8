// @vitest-environment node
import { expect, test } from "vitest";
import { sayFee } from "./fee.ts";

test.each([
  [0, "zh", "免费"],
  [0, "en", "Free"],
  [5000, "zh", "¥50"],
  [5050, "en", "¥50.50"],
  [1, "zh", "¥0.01"],
] as const)("%i 分 is said in %s as %s", (cents, language, said) => {
  expect(sayFee(cents, language)).toBe(said);
});
