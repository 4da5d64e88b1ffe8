// @vitest-environment node
import { expect, test } from "vitest";
import { afterSignIn, homeOf } from "./homes.ts";

test.each([
  ["patient", null, "/"],
  ["patient", "/reports/1?page=2", "/reports/1?page=2"],
  ["patient", "/desk/visits/1", "/"],
  ["patient", "/desktop", "/desktop"],
  ["specialist", "/desk/visits/1", "/desk/visits/1"],
  ["specialist", "/desk?day=2026-12-01", "/desk?day=2026-12-01"],
  ["specialist", "/desktop?day=2026-12-01", "/desk"],
  ["specialist", "/reports", "/desk"],
  ["admin", "/admin", "/admin"],
  ["patient", "//evil.example", "/"],
  ["patient", "/\\evil.example", "/"],
  ["patient", "https://evil.example", "/"],
] as const)("%s who wanted %s goes to %s", (role, next, expected) => {
  expect(afterSignIn({ role, secondFactor: null }, next)).toBe(expected);
});

test("before the second step there is nothing but the second step, and it remembers where to", () => {
  const half = { role: "specialist", secondFactor: "required" } as const;
  expect(homeOf(half)).toBe("/second-step");
  expect(afterSignIn(half, null)).toBe("/second-step");
  expect(afterSignIn(half, "/desk/visits/1")).toBe("/second-step?next=%2Fdesk%2Fvisits%2F1");
  expect(homeOf({ role: "specialist", secondFactor: "missing" })).toBe("/desk");
});
