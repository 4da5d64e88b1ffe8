import { expect, test } from "vitest";
import { afterSignIn } from "./homes.ts";

test.each([
  ["patient", null, "/"],
  ["patient", "/reports/1?page=2", "/reports/1?page=2"],
  ["patient", "/desk/visits/1", "/"],
  ["patient", "/desktop", "/desktop"],
  ["specialist", "/desk/visits/1", "/desk/visits/1"],
  ["specialist", "/reports", "/desk"],
  ["admin", "/admin", "/admin"],
  ["patient", "//evil.example", "/"],
  ["patient", "/\\evil.example", "/"],
  ["patient", "https://evil.example", "/"],
] as const)("%s who wanted %s goes to %s", (role, next, expected) => {
  expect(afterSignIn(role, next)).toBe(expected);
});
