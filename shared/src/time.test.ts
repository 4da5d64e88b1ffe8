import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, ageOn, DAY_MS, dayOf, HOSPITAL_ZONE, instantAt, timeOfDayOf, weekdayOf } from "./time.ts";

// Shanghai has no summer time now; New York shifts by an hour, Lord Howe by half of one, Berlin on other days.
const zones = [HOSPITAL_ZONE, "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];
const instants = fc
  .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2060-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000));
const days = instants.map((instant) => instant.toISOString().slice(0, 10));

describe("hospital days and instants", () => {
  it("has no day behind the last that is written in ten signs", () => {
    expect([addDays("9999-12-31", 1), addDays("9999-12-30", 1), addDays("9999-12-31", -1)]).toEqual([
      "9999-12-31",
      "9999-12-31",
      "9999-12-30",
    ]);
  });

  it("knows the day and time on the clock of the zone", () => {
    const newYear = new Date("2026-12-31T16:00:00Z");
    expect([dayOf(newYear), timeOfDayOf(newYear)]).toEqual(["2027-01-01", "00:00"]);
    expect([dayOf(newYear, "America/New_York"), timeOfDayOf(newYear, "America/New_York")]).toEqual([
      "2026-12-31",
      "11:00",
    ]);
  });

  it.each(zones)("finds an instant whose clock shows what was asked for, in %s", (zone) => {
    fc.assert(
      fc.property(instants, (instant) => {
        const found = instantAt(dayOf(instant, zone), timeOfDayOf(instant, zone), zone);
        expect([dayOf(found, zone), timeOfDayOf(found, zone)]).toEqual([
          dayOf(instant, zone),
          timeOfDayOf(instant, zone),
        ]);
      }),
    );
  });

  it("is the very instant where the clock never repeats itself", () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(instantAt(dayOf(instant), timeOfDayOf(instant))).toEqual(instant);
      }),
    );
  });

  it.each([
    // Clocks go from 02:00 to 03:00: the day has 23 hours.
    ["2026-03-08", "America/New_York", 23],
    // And back from 02:00 to 01:00: 25.
    ["2026-11-01", "America/New_York", 25],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
    ["2026-03-08", HOSPITAL_ZONE, 24],
  ])("gives %s in %s its %d hours", (day, zone, hours) => {
    const length = instantAt(addDays(day, 1), "00:00", zone).getTime() - instantAt(day, "00:00", zone).getTime();
    expect(length / 3_600_000).toBe(hours);
  });

  it("gives a time that the clock jumps over an instant close by, on the same day", () => {
    const found = instantAt("2026-03-08", "02:30", "America/New_York");
    expect(dayOf(found, "America/New_York")).toBe("2026-03-08");
    expect(Math.abs(found.getTime() - Date.parse("2026-03-08T07:00:00Z"))).toBeLessThanOrEqual(3_600_000);
  });
});

describe("calendar", () => {
  it.each([
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-02-28", 1, "2026-03-01"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-03-01", -1, "2028-02-29"],
  ])("%s plus %d is %s", (day, count, expected) => expect(addDays(day, count)).toBe(expected));

  it("goes forth and back, and the weekday goes with it", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -800, max: 800 }), (day, count) => {
        const other = addDays(day, count);
        expect(addDays(other, -count)).toBe(day);
        expect((((weekdayOf(day) - 1 + count) % 7) + 7) % 7).toBe(weekdayOf(other) - 1);
        expect(Date.parse(other) - Date.parse(day)).toBe(count * DAY_MS);
      }),
    );
  });

  it("names Monday 1 and Sunday 7", () => expect(["2026-11-23", "2026-11-22"].map(weekdayOf)).toEqual([1, 7]));
});

describe("age", () => {
  it.each([
    ["2020-06-15", "2026-06-14", 5],
    ["2020-06-15", "2026-06-15", 6],
    ["2020-02-29", "2026-02-28", 5],
    ["2020-02-29", "2026-03-01", 6],
    ["2026-01-01", "2026-01-01", 0],
  ])("born %s is on %s %d", (birthDate, day, age) => expect(ageOn(birthDate, day)).toBe(age));
});
