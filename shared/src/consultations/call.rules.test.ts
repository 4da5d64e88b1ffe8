import { describe, expect, it, test } from "vitest";
import { callStand, endingEvent, mayDecline } from "./call.rules.ts";
import { callEndReasons, type CallEndReason } from "./consultation.rules.ts";

const at = "2026-11-23T01:00:00.000Z";
const here = ["patient"];
const doctor = ["specialist"];
const both = ["patient", "specialist"];

// A call that the specialist has begun.
test.each([
  ["rings the other side's devices", null, doctor, "patient", "ringing", true],
  ["rings on while the caller's line is cut", null, [], "patient", "ringing", true],
  ["does not ring the caller's own other devices", null, doctor, "specialist", "elsewhere", false],
  ["was taken on another device", at, both, "patient", "elsewhere", false],
  [
    "goes on without this side, whose device was cut: it may come back, not end it",
    at,
    doctor,
    "patient",
    "open",
    false,
  ],
  ["was left by everybody", at, [], "patient", "open", true],
  ["was left by everybody, seen by the caller", null, [], "specialist", "open", true],
  ["waits for the other side, seen from it", at, here, "specialist", "open", false],
] as const)("a call that %s", (_name, answeredAt, present, role, stand, decline) => {
  const call = { startedBy: "specialist" as const, answeredAt, present: [...present] };
  expect([callStand(call, role), mayDecline(call, role)]).toEqual([stand, decline]);
});

describe("what the timeline says of a call that is over", () => {
  const table: Record<string, [CallEndReason, boolean][]> = {
    "call-ended": callEndReasons.map((reason) => [reason, true]),
    "call-declined": [["declined", false]],
    "call-missed": [["no-answer", false]],
    "call-cancelled": [
      ["cancelled", false],
      ["hung-up", false],
    ],
    "call-not-joined": [["visit-finished", false]],
  };
  it.each(Object.entries(table))("%s", (event, ends) => {
    for (const [reason, answered] of ends) expect(endingEvent(answered, reason)).toBe(event);
  });
  it("has every end", () => expect(Object.values(table).flat()).toHaveLength(2 * callEndReasons.length));
});
