import { expect, it } from "vitest";
import type { User } from "../platform/context.ts";
import { createAnswers } from "../platform/answers.ts";
import type { CommittedFact } from "../platform/committed-fact.ts";
import { createSessionWatch } from "./session-watch.ts";

const factNaming = (data: object): CommittedFact => ({
  id: "fact-1",
  type: "test:fact",
  at: new Date(0),
  actor: null,
  requestId: "test",
  ip: "",
  userAgent: "",
  patientId: null,
  entity: { type: "Test", id: "entity-1" },
  data,
  traceparent: null,
});

const actorOf = (sessionId: string): User => ({
  userId: "user-1",
  sessionId,
  role: "patient",
  organizationId: null,
  specialistId: null,
});

it("cuts connections of dead sessions, asks once a minute, and leaves the others alone", async () => {
  const clock = { now: 0 };
  const live = new Set(["good"]);
  const asked: string[] = [];
  const answers = createAnswers(() => new Date(clock.now));
  const watch = createSessionWatch(answers, async ({ sessionId }) => {
    asked.push(sessionId);
    return live.has(sessionId) ? actorOf(sessionId) : null;
  });
  const cut: string[] = [];
  const sockets = ["good", "ended"].map((sessionId) => ({
    data: { actor: actorOf(sessionId) },
    disconnect: () => cut.push(sessionId),
  }));
  await watch.cutDead(sockets);
  expect([asked, cut]).toEqual([["good", "ended"], ["ended"]]);
  live.delete("good");
  clock.now = 59_999;
  await watch.cutDead(sockets.slice(0, 1));
  expect(cut).toEqual(["ended"]);
  clock.now = 60_000;
  await watch.cutDead(sockets.slice(0, 1));
  expect(cut).toEqual(["ended", "good"]);
});

it("asks at once after a fact that names the session or its person", async () => {
  const live = new Set(["first", "second"]);
  const answers = createAnswers(() => new Date(0));
  const watch = createSessionWatch(answers, async ({ sessionId }) => (live.has(sessionId) ? actorOf(sessionId) : null));
  const cut: string[] = [];
  const sockets = ["first", "second"].map((sessionId) => ({
    data: { actor: actorOf(sessionId) },
    disconnect: () => cut.push(sessionId),
  }));
  await watch.cutDead(sockets);
  live.clear();
  answers.hear([factNaming({ sessionId: "first" })]);
  await watch.cutDead(sockets);
  expect(cut).toEqual(["first"]);
  answers.hear([factNaming({ userId: "user-1" })]);
  await watch.cutDead(sockets);
  expect(cut).toEqual(["first", "first", "second"]);
});

it("cuts nobody while the database does not answer", async () => {
  const cut: string[] = [];
  const watch = createSessionWatch(
    createAnswers(() => new Date(0)),
    () => Promise.reject(new Error("no database")),
  );
  const socket = { data: { actor: actorOf("good") }, disconnect: () => cut.push("good") };
  await expect(watch.cutDead([socket])).rejects.toThrow("no database");
  expect(cut).toEqual([]);
});
