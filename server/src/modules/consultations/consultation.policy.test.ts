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
import { participantKinds } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { Actor, User } from "../../platform/context.ts";
import { abilitiesOf } from "./consultation.policy.ts";
import { firstParticipants, participantIn, roomsOf, type Participant } from "./participant.policy.ts";

const visit: { participants: Participant[] } = {
  participants: [
    ...firstParticipants({ accountId: "account", specialistId: "specialist" }),
    { id: "p-3", kind: "colleague", who: { type: "specialist", id: "township" } },
    { id: "p-4", kind: "guest", who: { type: "guest", id: "daughter" } },
  ],
};
const user = (role: Role, userId: string, specialistId: string | null = null): User => ({
  userId,
  sessionId: "s",
  role,
  organizationId: "o",
  specialistId,
});
const guest = (guestId: string): Actor => ({ role: "guest", guestId, organizationId: null, specialistId: null });

describe("who takes part in a visit", () => {
  test.each([
    ["the patient's account", user("patient", "account"), "patient", "patient"],
    [
      "the treating specialist, by whatever account",
      user("specialist", "any", "specialist"),
      "specialist",
      "specialist",
    ],
    ["a colleague", user("specialist", "any", "township"), "p-3", "colleague"],
    ["a guest by link", guest("daughter"), "p-4", "guest"],
  ] as const)("%s", (_who, actor, id, kind) => {
    expect(participantIn(visit, actor)).toMatchObject({ id, kind });
  });
  test.each([
    ["nobody", null],
    ["another account", user("patient", "other")],
    ["another specialist", user("specialist", "any", "other")],
    ["a specialist account without a specialist", user("specialist", "any", null)],
    ["a patient whose user id is the specialist's", user("patient", "specialist", "specialist")],
    ["a specialist with the account's user id", user("specialist", "account", "other")],
    ["the admin", user("admin", "account", "specialist")],
    ["the pharmacist", user("pharmacist", "account", "specialist")],
    ["a guest of another visit", guest("stranger")],
    ["a guest whose id is an account's or a specialist's", guest("account")],
    ["a user whose id is a guest's", user("patient", "daughter")],
    ["the server itself", { role: "system", work: "account", organizationId: null, specialistId: null }],
  ] as [string, Actor | null][])("not %s", (_who, actor) => {
    expect(participantIn(visit, actor)).toBeNull();
  });
  test("every role and every kind has been thought of", () => {
    expect(roles).toEqual(["patient", "specialist", "pharmacist", "admin"]);
    expect(participantKinds).toEqual(["patient", "specialist", "guest", "colleague"]);
  });
  test("everybody in it is told, each in a room of their own", () => {
    expect(roomsOf(visit)).toEqual(["user:account", "specialist:specialist", "specialist:township", "guest:daughter"]);
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
          expect(abilitiesOf("colleague", { status }, talk)).toEqual(may);
          expect(abilitiesOf("guest", { status }, talk)).toEqual({ ...may, readPlan: false });
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
