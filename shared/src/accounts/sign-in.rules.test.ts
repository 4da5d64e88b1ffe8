import { expect, it } from "vitest";
import { roles } from "../roles.ts";
import { FRESH_MS, isFresh, pendingStep, secondFactorState } from "./sign-in.rules.ts";

it("names the first step that is still to come, in the order in which they are done, for every pair", () => {
  const table = (["required", "missing", null] as const).flatMap((secondFactor) =>
    [true, false].map((mustChangePassword) => [
      secondFactor,
      mustChangePassword,
      pendingStep({ secondFactor, mustChangePassword }),
    ]),
  );
  expect(table).toEqual([
    ["required", true, "second-factor-required"],
    ["required", false, "second-factor-required"],
    ["missing", true, "password-change-required"],
    ["missing", false, "second-factor-missing"],
    [null, true, "password-change-required"],
    [null, false, null],
  ]);
});

it("asks a second factor of every member of staff and of no patient", () => {
  const at = new Date();
  for (const role of roles.filter((one) => one !== "patient")) {
    expect([secondFactorState(role, 0, null), secondFactorState(role, 0, at)]).toEqual(["missing", "missing"]);
    expect([secondFactorState(role, 2, null), secondFactorState(role, 2, at)]).toEqual(["required", null]);
  }
  expect([secondFactorState("patient", 0, null), secondFactorState("patient", 1, null)]).toEqual([null, null]);
});

it("holds a proof for fresh for ten minutes, and none for none", () => {
  const at = new Date("2026-11-23T02:00:00Z");
  const later = (ms: number) => new Date(at.getTime() + ms);
  expect([isFresh(at, at), isFresh(at, later(FRESH_MS - 1)), isFresh(at, later(FRESH_MS)), isFresh(null, at)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
