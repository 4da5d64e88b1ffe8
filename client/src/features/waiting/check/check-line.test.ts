import { expect, test } from "vitest";
import { tryLine, verdictOf, type LineFound } from "./check-line.ts";

test.each<[LineFound, string]>([
  [{ signallingMs: 40, canCall: true, mediaMs: 60 }, "good"],
  [{ signallingMs: 40, canCall: true, mediaMs: 601 }, "slow"],
  [{ signallingMs: 900, canCall: true, mediaMs: 60 }, "slow"],
  [{ signallingMs: 40, canCall: true, mediaMs: null }, "no-media"],
  [{ signallingMs: 40, canCall: false, mediaMs: null }, "cannot-call"],
  [{ signallingMs: null, canCall: true, mediaMs: null }, "unreachable"],
])("%j is %s", (found, verdict) => expect(verdictOf(found)).toBe(verdict));

test("a server that does not answer is told as that, and a browser without calls once it does", async () => {
  expect(verdictOf(await tryLine(() => Promise.reject(new Error("away"))))).toBe("unreachable");
  expect(verdictOf(await tryLine((echo) => Promise.resolve({ echo, iceServers: [] })))).toBe("cannot-call");
});
