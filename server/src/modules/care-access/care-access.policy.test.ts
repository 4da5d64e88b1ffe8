import { expect, it } from "vitest";
import { roles } from "@fuzhen/shared/roles.ts";
import type { Actor } from "../../platform/context.ts";
import { canSeePatient } from "./care-access.policy.ts";

const rows = roles.flatMap((role) =>
  [true, false].flatMap((owns) =>
    [true, false].flatMap((granted) =>
      ["specialist-1", null].map((specialistId) => ({ role, owns, granted, specialistId })),
    ),
  ),
);

it.each(rows)("$role, own account: $owns, grant: $granted, specialist: $specialistId", (row) => {
  const actor: Actor = {
    userId: "user-1",
    sessionId: "session-1",
    role: row.role,
    organizationId: null,
    specialistId: row.specialistId,
  };
  const expected =
    row.role === "patient" ? row.owns : row.role === "specialist" && row.granted && row.specialistId !== null;
  expect(canSeePatient(actor, { accountId: row.owns ? "user-1" : "user-2" }, row.granted)).toBe(expected);
});

it("nobody is nobody", () => {
  expect(canSeePatient(null, { accountId: "user-1" }, true)).toBe(false);
});
