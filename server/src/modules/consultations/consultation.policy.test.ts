import { describe, expect, test } from "vitest";
import {
  consultationStatuses,
  consultationVerbs,
  isOpen,
  nextConsultationStatus,
} from "@fuzhen/shared/consultations/consultation.rules.ts";
import { roles, type Role } from "@fuzhen/shared/roles.ts";
import type { Actor } from "../../platform/context.ts";
import { abilitiesOf, otherSide, sideOf } from "./consultation.policy.ts";

const visit = { accountId: "account", specialistId: "specialist" };
const actor = (role: Role, userId: string, specialistId: string | null = null): Actor => ({
  userId,
  sessionId: "s",
  role,
  organizationId: "o",
  specialistId,
});

describe("who is a side of a visit", () => {
  test("the patient's owner account and the treating specialist", () => {
    expect(sideOf(actor("patient", "account"), visit)).toBe("patient");
    expect(sideOf(actor("specialist", "any", "specialist"), visit)).toBe("specialist");
  });
  test.each([
    ["nobody", null],
    ["another account", actor("patient", "other")],
    ["another specialist", actor("specialist", "any", "other")],
    ["a specialist account without a specialist", actor("specialist", "any", null)],
    ["a patient whose user id is the specialist's", actor("patient", "specialist", "specialist")],
    ["a specialist with the account's user id", actor("specialist", "account", "other")],
    ["the admin", actor("admin", "account", "specialist")],
    ["the pharmacist", actor("pharmacist", "account", "specialist")],
  ])("not %s", (_who, person) => {
    expect(sideOf(person, visit)).toBeNull();
  });
  test("every role has been thought of", () => {
    expect(roles).toEqual(["patient", "specialist", "pharmacist", "admin"]);
  });
  test("the other side", () => {
    expect(otherSide("patient")).toBe("specialist");
    expect(otherSide("specialist")).toBe("patient");
  });
});

describe("states of a visit", () => {
  const legal = new Map([
    ["in-progress finish", "finished"],
    ["in-progress stop", "cancelled"],
  ]);
  for (const from of consultationStatuses)
    for (const verb of consultationVerbs)
      test(`${from} ${verb}`, () => {
        expect(nextConsultationStatus(from, verb)).toBe(legal.get(`${from} ${verb}`) ?? null);
      });

  for (const status of consultationStatuses)
    test(`abilities in ${status}`, () => {
      const open = status === "in-progress";
      const readPlan = status === "finished";
      expect(isOpen(status)).toBe(open);
      expect(abilitiesOf("specialist", { status })).toEqual({ send: open, call: open, writeNote: open, readPlan });
      expect(abilitiesOf("patient", { status })).toEqual({ send: open, call: open, writeNote: false, readPlan });
      expect(abilitiesOf(null, { status })).toEqual({ send: false, call: false, writeNote: false, readPlan: false });
    });
});
