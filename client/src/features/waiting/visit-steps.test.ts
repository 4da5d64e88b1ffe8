import { expect, test } from "vitest";
import { stepStates, visitSteps } from "./visit-steps.ts";

const accepted = { decision: "accepted", reason: "", judgedAt: "", judgedBy: "" } as const;
const declined = { ...accepted, decision: "declined" } as const;
const signs = { done: "x", now: ">", later: "." };

test.each([
  ["just booked", { status: "booked", judgement: null, checkedInAt: null, consultationStatus: null }, "x>...."],
  ["accepted", { status: "booked", judgement: accepted, checkedInAt: null, consultationStatus: null }, "xx>..."],
  [
    "checked in before it was judged",
    { status: "checked-in", judgement: null, checkedInAt: "t", consultationStatus: null },
    "x>x...",
  ],
  ["waits", { status: "checked-in", judgement: accepted, checkedInAt: "t", consultationStatus: null }, "xxx>.."],
  [
    "in the visit",
    { status: "checked-in", judgement: accepted, checkedInAt: "t", consultationStatus: "in-progress" },
    "xxxx>.",
  ],
  [
    "in the visit without check-in",
    { status: "booked", judgement: accepted, checkedInAt: null, consultationStatus: "in-progress" },
    "xx.x>.",
  ],
  ["over", { status: "fulfilled", judgement: accepted, checkedInAt: "t", consultationStatus: "finished" }, "xxxxxx"],
  ["stopped", { status: "fulfilled", judgement: accepted, checkedInAt: "t", consultationStatus: "cancelled" }, null],
  ["declined", { status: "cancelled", judgement: declined, checkedInAt: null, consultationStatus: null }, null],
  ["missed", { status: "noshow", judgement: accepted, checkedInAt: "t", consultationStatus: null }, null],
] as const)("%s", (_name, appointment, expected) => {
  const states = stepStates(appointment);
  expect(states && visitSteps.map((step) => signs[states[step]]).join("")).toBe(expected);
});
