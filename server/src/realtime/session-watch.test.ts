import { expect, it } from "vitest";
import type { Actor } from "../platform/context.ts";
import { createSessionWatch } from "./session-watch.ts";

const actorOf = (sessionId: string): Actor => ({
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
  const watch = createSessionWatch(
    () => new Date(clock.now),
    async (actor) => {
      asked.push(actor.sessionId);
      return live.has(actor.sessionId) ? actor : null;
    },
  );
  const cut: string[] = [];
  const sockets = ["good", "ended"].map((sessionId) => ({
    data: { actor: actorOf(sessionId), sessionSeenAt: 0 },
    disconnect: () => cut.push(sessionId),
  }));
  clock.now = 59_999;
  await watch.cutDead(sockets);
  expect([asked, cut]).toEqual([[], []]);
  clock.now = 60_000;
  await watch.cutDead(sockets);
  expect([asked, cut]).toEqual([["good", "ended"], ["ended"]]);
  live.delete("good");
  clock.now = 119_999;
  await watch.cutDead(sockets.slice(0, 1));
  expect(cut).toEqual(["ended"]);
  clock.now = 120_000;
  await watch.cutDead(sockets.slice(0, 1));
  expect(cut).toEqual(["ended", "good"]);
});

it("cuts nobody while the database does not answer", async () => {
  const cut: string[] = [];
  const watch = createSessionWatch(
    () => new Date(60_000),
    () => Promise.reject(new Error("no database")),
  );
  const socket = { data: { actor: actorOf("good"), sessionSeenAt: 0 }, disconnect: () => cut.push("good") };
  await expect(watch.cutDead([socket])).rejects.toThrow("no database");
  expect(cut).toEqual([]);
});
