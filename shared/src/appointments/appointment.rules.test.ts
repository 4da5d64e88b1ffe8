import { describe, expect, it } from "vitest";
import {
  appointmentStatuses,
  appointmentVerbs,
  defaultVisitSettings,
  holdsSlot,
  isActive,
  nextAppointmentStatus,
  visitWindow,
  type AppointmentStatus,
  type AppointmentVerb,
} from "./appointment.rules.ts";

describe("states of an appointment", () => {
  // Every pair stands here, so that a forgotten illegal move fails.
  const expected: Record<AppointmentVerb, Record<AppointmentStatus, AppointmentStatus | null>> = {
    "check-in": { booked: "checked-in", "checked-in": null, fulfilled: null, cancelled: null, noshow: null },
    cancel: { booked: "cancelled", "checked-in": "cancelled", fulfilled: null, cancelled: null, noshow: null },
    fulfil: { booked: "fulfilled", "checked-in": "fulfilled", fulfilled: null, cancelled: null, noshow: null },
    miss: { booked: "noshow", "checked-in": "noshow", fulfilled: null, cancelled: null, noshow: null },
  };
  const pairs = appointmentVerbs.flatMap((verb) => appointmentStatuses.map((from) => [verb, from] as const));
  it.each(pairs)("%s from %s", (verb, from) => expect(nextAppointmentStatus(from, verb)).toBe(expected[verb][from]));

  it("holds the slot unless cancelled, and is active until it is over", () => {
    expect(appointmentStatuses.filter(holdsSlot)).toEqual(["booked", "checked-in", "fulfilled", "noshow"]);
    expect(appointmentStatuses.filter(isActive)).toEqual(["booked", "checked-in"]);
  });
});

describe("the window of a visit", () => {
  const slot = { start: new Date("2026-11-23T01:00:00Z"), end: new Date("2026-11-23T01:15:00Z") };
  it.each([
    ["2026-11-23T00:29:59.999Z", "early"],
    ["2026-11-23T00:30:00.000Z", "open"],
    ["2026-11-23T05:15:00.000Z", "open"],
    ["2026-11-23T05:15:00.001Z", "late"],
  ])("at %s is %s", (now, place) => expect(visitWindow(slot, defaultVisitSettings, new Date(now))).toBe(place));
});
