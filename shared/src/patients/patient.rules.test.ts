import { expect, it } from "vitest";
import { GUARDIAN_AGE, patientFault } from "./patient.rules.ts";
import { relationships } from "./patient.schema.ts";

const forChildren = new Set(["child", "grandparent", "sibling", "other"]);
const rows = relationships.flatMap((relationship) =>
  [0, 6, GUARDIAN_AGE - 1, GUARDIAN_AGE, 68].flatMap((age) =>
    [true, false].map((guardianConsent) => ({ relationship, age, guardianConsent })),
  ),
);

it.each(rows)("$relationship aged $age, guardian consents: $guardianConsent", ({ age, ...input }) => {
  const expected =
    age >= 14
      ? null
      : !forChildren.has(input.relationship)
        ? "relationship_invalid"
        : input.guardianConsent
          ? null
          : "guardian_consent_required";
  expect(patientFault(input, age)?.code ?? null).toBe(expected);
});
