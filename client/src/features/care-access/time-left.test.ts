// @vitest-environment node
import { expect, test } from "vitest";
import { timeLeft } from "./time-left.ts";

test.each([
  ["2026-11-23T06:00:00.000Z", "4:00"],
  ["2026-11-23T05:59:00.000Z", "3:59"],
  ["2026-11-23T02:00:01.000Z", "0:01"],
  ["2026-11-23T02:00:00.000Z", "0:00"],
  ["2026-11-23T01:00:00.000Z", "0:00"],
  ["2026-11-24T02:00:00.000Z", "24:00"],
])("until %s: %s", (until, words) => {
  expect(timeLeft(until, new Date("2026-11-23T02:00:00.000Z"))).toBe(words);
});
