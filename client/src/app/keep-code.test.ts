// @vitest-environment node
import { expect, test } from "vitest";
import { mayFetchAhead } from "./keep-code.ts";

test("nothing is fetched ahead where data is saved or the line is of the second generation", () => {
  expect(mayFetchAhead({ connection: { saveData: true, effectiveType: "4g" } })).toBe(false);
  expect(mayFetchAhead({ connection: { effectiveType: "2g" } })).toBe(false);
  expect(mayFetchAhead({ connection: { effectiveType: "slow-2g" } })).toBe(false);
  expect(mayFetchAhead({ connection: { saveData: false, effectiveType: "3g" } })).toBe(true);
  expect(mayFetchAhead({})).toBe(true);
});
