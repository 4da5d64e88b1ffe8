import { describe, expect, test } from "vitest";
import {
  consultationStatuses,
  consultationVerbs,
  isOpen,
  nextConsultationStatus,
  questionsUntil,
  talkAt,
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

  const finishedAt = new Date("2026-11-23T02:00:00Z");
  const until = questionsUntil(finishedAt, 48);
  const moments = {
    "in the moment it ends": finishedAt,
    "while questions are taken": new Date("2026-11-25T01:59:59.999Z"),
    "when their time is over": new Date("2026-11-25T02:00:00Z"),
  };
  for (const status of consultationStatuses)
    for (const [name, now] of Object.entries(moments))
      for (const asked of [until, null])
        test(`${status}, ${name}, ${asked ? "with" : "without"} time for questions`, () => {
          const open = status === "in-progress";
          const asks = status === "finished" && asked !== null && name !== "when their time is over";
          const talk = talkAt({ status, questionsUntil: asked }, now);
          expect([isOpen(status), talk]).toEqual([open, open ? "visit" : asks ? "questions" : "closed"]);
          const may = { send: open || asks, call: open, writeNote: false, readPlan: status === "finished" };
          expect(abilitiesOf("patient", { status }, talk)).toEqual(may);
          expect(abilitiesOf("specialist", { status }, talk)).toEqual({ ...may, writeNote: open });
          const nothing = { send: false, call: false, writeNote: false, readPlan: false };
          expect(abilitiesOf(null, { status }, talk)).toEqual(nothing);
          // Where nobody could answer, nothing is asked; the rest stays.
          expect(abilitiesOf("patient", { status }, "closed")).toEqual({ ...may, send: false });
        });
  test("an organisation that takes no questions", () => {
    expect(questionsUntil(finishedAt, 0)).toBeNull();
    expect(until).toEqual(moments["when their time is over"]);
  });
});
