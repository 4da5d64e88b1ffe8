import { expect, it } from "vitest";
import { roles } from "@fuzhen/shared/roles.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { sessionEnd } from "./session-times.ts";

const began = new Date("2026-11-23T01:00:00Z");
const days = (count: number) => new Date(began.getTime() + count * DAY_MS);

it.each(roles)("%s: using a session prolongs it, but not for ever", (role) => {
  const [unused, whole] = role === "patient" ? [30, 180] : [0.5, 1];
  expect(sessionEnd(role, began, began)).toEqual(days(unused));
  expect(sessionEnd(role, days(whole - unused), began)).toEqual(days(whole));
  expect(sessionEnd(role, days(whole - 0.01), began)).toEqual(days(whole));
});
