import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dayOf, MINUTE_MS, timeOfDayOf, weekdayOf } from "../time.ts";
import { meet } from "./claim.rules.ts";
import {
  checkSessions,
  coversSpan,
  daysOver,
  halfDayOf,
  offeredSlotAt,
  offersOf,
  slotsOfDay,
} from "./schedule.rules.ts";
import { numberFaults } from "./schedule-numbers.ts";
import {
  saveScheduleInputSchema,
  type ExtraSession,
  type ScheduleClosure,
  type ScheduleSession,
} from "./schedule.schema.ts";

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const aSession = (change: Partial<ScheduleSession> = {}): ScheduleSession => ({
  weekday: 1,
  halfDay: "morning",
  start: "09:00",
  end: "12:00",
  slotMinutes: 15,
  feeCents: 5000,
  visitKind: "video",
  capacity: 1,
  ...change,
});

const sessions = fc
  .array(
    fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      from: fc.integer({ min: 0, max: 1434 }),
      length: fc.integer({ min: 5, max: 600 }),
      slotMinutes: fc.integer({ min: 5, max: 120 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ weekday, from, length, slotMinutes }) =>
      aSession({ weekday, start: clock(from), end: clock(Math.min(1439, from + length)), slotMinutes }),
    ),
  )
  // Only weeks an admin could have saved.
  .map((rows) =>
    rows.reduce<ScheduleSession[]>((kept, row) => (checkSessions(always([...kept, row])) ? kept : [...kept, row]), []),
  );
const days = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }).map((count) => addDays("2000-01-01", count)),
  fc.constantFrom("2028-02-29", "2026-02-28", "2026-12-31", "2027-01-01", "2026-01-31", "2024-02-29"),
);
const always = (rows: readonly ScheduleSession[]) => ({
  effectiveFrom: "2000-01-01",
  effectiveTo: null,
  sessions: rows,
});

describe("offered slots, for any week that can be saved", () => {
  it("never overlap and come in order", () => {
    fc.assert(
      fc.property(sessions, days, (rows, day) => {
        const slots = slotsOfDay(always(rows), day);
        for (const slot of slots) expect(slot.to.getTime()).toBeGreaterThan(slot.from.getTime());
        for (const [i, later] of slots.slice(1).entries())
          expect(later.from.getTime()).toBeGreaterThanOrEqual(slots[i]?.to.getTime() ?? Number.NaN);
      }),
    );
  });

  it("lie inside a session of their weekday, on their day, as long as it says, with no room left for one more", () => {
    fc.assert(
      fc.property(sessions, days, (rows, day) => {
        const slots = slotsOfDay(always(rows), day);
        for (const slot of slots) {
          const from = timeOfDayOf(slot.from);
          const home = rows.find((row) => row.weekday === weekdayOf(day) && row.start <= from && from < row.end);
          expect(home).toBeDefined();
          expect(timeOfDayOf(slot.to) <= (home?.end ?? "")).toBe(true);
          expect([dayOf(slot.from), dayOf(slot.to)]).toEqual([day, day]);
          expect(slot.to.getTime() - slot.from.getTime()).toBe((home?.slotMinutes ?? 0) * MINUTE_MS);
        }
        const room = rows
          .filter((row) => row.weekday === weekdayOf(day))
          .map((row) => Math.floor((minutesOf(row.end) - minutesOf(row.start)) / row.slotMinutes));
        expect(slots).toHaveLength(room.reduce((sum, count) => sum + count, 0));
      }),
    );
  });

  it("are found again by their start, and by no other minute", () => {
    fc.assert(
      fc.property(sessions, days, fc.integer({ min: 0, max: 1439 }), (rows, day, minute) => {
        const schedule = always(rows);
        const slots = slotsOfDay(schedule, day);
        for (const slot of slots) expect(offeredSlotAt(schedule, slot.from)).toEqual(slot);
        const start = new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * MINUTE_MS);
        expect(offeredSlotAt(schedule, start) !== undefined).toBe(
          slots.some((slot) => slot.from.getTime() === start.getTime()),
        );
      }),
    );
  });

  it("are free exactly when they are not taken, and none has begun", () => {
    fc.assert(
      fc.property(sessions, days, fc.integer({ min: 0, max: 1439 }), fc.nat(4), (rows, day, minute, every) => {
        const schedule = always(rows);
        const now = new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * MINUTE_MS);
        const offered = [day, addDays(day, 1)].flatMap((one) => slotsOfDay(schedule, one));
        const taken = offered.filter((_, i) => i % (every + 1) === 0).map((slot) => ({ ...slot, place: 0 }));
        const shown = offersOf(schedule, taken, { from: day, days: 2 }, now);
        expect(shown.map((one) => one.day)).toEqual([day, addDays(day, 1)]);
        const slots = shown.flatMap((one) => one.offers);
        expect(slots.map((slot) => slot.from)).toEqual(
          offered.filter((slot) => slot.from > now).map((slot) => slot.from),
        );
        for (const slot of slots)
          expect(slot.free).toBe(!taken.some((other) => other.from.getTime() === slot.from.getTime()));
      }),
    );
  });
});

const timesOfDay = fc
  .tuple(fc.integer({ min: 0, max: 1434 }), fc.integer({ min: 5, max: 600 }))
  .map(([from, length]) => ({
    start: clock(from),
    end: clock(Math.min(1439, from + length)),
  }));
const aClosure = (change: Partial<ScheduleClosure> = {}): ScheduleClosure => ({
  from: "2026-11-23",
  to: "2026-11-23",
  start: null,
  end: null,
  note: "",
  ...change,
});
const anExtra = ({
  weekday: _weekday,
  day = "2026-11-29",
  ...change
}: Partial<ScheduleSession & ExtraSession> = {}): ExtraSession => {
  const { weekday: _none, ...session } = aSession(change);
  return { ...session, day };
};

describe("closures and sessions of single days, for any week that can be saved", () => {
  const exceptions = fc
    .tuple(
      days,
      fc.array(fc.record({ before: fc.nat(3), after: fc.nat(3), part: fc.option(timesOfDay) }), { maxLength: 4 }),
      fc.array(timesOfDay, { maxLength: 3 }),
    )
    .map(([day, closed, added]) => ({
      day,
      closures: closed.map(({ before, after, part }) =>
        aClosure({
          from: addDays(day, -before),
          to: addDays(day, after),
          start: part?.start ?? null,
          end: part?.end ?? null,
        }),
      ),
      extras: added.map((times) => anExtra({ day, slotMinutes: 5, ...times })),
    }));
  const instant = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`);

  it("what is offered meets no closure, overlaps nothing, and is what the week and the day have besides", () => {
    fc.assert(
      fc.property(sessions, exceptions, (rows, { day, closures, extras }) => {
        const added = extras.reduce<ExtraSession[]>(
          (kept, one) => (checkSessions({ ...always(rows), extras: [...kept, one] }) ? kept : [...kept, one]),
          [],
        );
        const schedule = { ...always(rows), closures, extras: added };
        const open = slotsOfDay({ ...schedule, closures: [] }, day);
        const slots = slotsOfDay(schedule, day);
        const shut = closures.map(({ start, end }) => ({
          from: instant(day, start ?? "00:00"),
          to: end === null ? instant(addDays(day, 1), "00:00") : instant(day, end),
        }));
        expect(slots).toEqual(open.filter((slot) => !shut.some((span) => meet(span, slot))));
        for (const [i, later] of slots.slice(1).entries())
          expect(later.from.getTime()).toBeGreaterThanOrEqual(slots[i]?.to.getTime() ?? Number.NaN);
        const inWeek = slotsOfDay(always(rows), day).length;
        expect(open.length).toBeGreaterThanOrEqual(inWeek + added.length);
        for (const slot of open)
          expect(coversSpan(schedule, slot)).toBe(
            slots.includes(slot) || slots.some(({ from }) => from.getTime() === slot.from.getTime()),
          );
        const [shown] = offersOf(schedule, [], { from: day, days: 1 }, instant(addDays(day, -1), "12:00"));
        expect(shown?.reason).toBe(slots.length > 0 ? "open" : open.length > 0 ? "closed" : "no-session");
      }),
    );
  });

  it.each<[string, { sessions?: ScheduleSession[]; extras: ExtraSession[] }, string, string]>([
    // 2026-11-30 is a Monday.
    [
      "one that the week has already",
      { sessions: [aSession()], extras: [anExtra({ day: "2026-11-30", start: "11:00" })] },
      "sessions_overlap",
      "extras.0.start",
    ],
    ["two of one day", { extras: [anExtra(), anExtra({ start: "10:00" })] }, "sessions_overlap", "extras.1.start"],
    ["no room for a slot", { extras: [anExtra({ end: "09:10" })] }, "session_too_short", "extras.0.end"],
  ])("%s is refused at its field", (_name, { sessions: week = [], extras }, code, path) => {
    expect(checkSessions({ ...always(week), extras })).toMatchObject({ code, fields: [{ path }] });
  });

  it("a day outside of the week's validity has only what was added to it", () => {
    const schedule = {
      effectiveFrom: "2026-12-01",
      effectiveTo: null,
      sessions: [aSession()],
      extras: [anExtra({ day: "2026-11-30", start: "10:00", end: "10:30" })],
    };
    expect(slotsOfDay(schedule, "2026-11-30")).toHaveLength(2);
  });

  it("a closure from its end to its beginning, or of half a time, is refused at its field; one that is over cannot be made", () => {
    const input = {
      specialistId: "a".repeat(24),
      expectedVersion: 0,
      effectiveFrom: "2026-11-23",
      effectiveTo: null,
      sessions: [],
    };
    const paths = (closure: ScheduleClosure) =>
      saveScheduleInputSchema
        .safeParse({ ...input, closures: [closure] })
        .error?.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
    expect(paths(aClosure({ to: "2026-11-22" }))).toEqual(["closures.0.to:day_order"]);
    expect(paths(aClosure({ start: "09:00" }))).toEqual(["closures.0.end:time_order"]);
    expect(paths(aClosure({ start: "09:00", end: "09:00" }))).toEqual(["closures.0.end:time_order"]);
    expect(paths(aClosure({ start: "09:00", end: "12:00" }))).toBeUndefined();
    const old = { closures: [aClosure()], extras: [anExtra({ day: "2026-11-23" })] };
    expect(daysOver(old, null, "2026-11-24").map(({ path }) => path)).toEqual(["closures.0.to", "extras.0.day"]);
    expect(daysOver(old, old, "2026-11-24")).toEqual([]);
    expect(daysOver(old, null, "2026-11-23")).toEqual([]);
  });
});

describe("days at the edges", () => {
  // 2028-02-29 is a Tuesday, 2026-01-31 a Saturday, 2027-01-01 a Friday.
  it.each([
    ["2028-02-29", 2],
    ["2026-01-31", 6],
    ["2027-01-01", 5],
  ])("offers on %s", (day, weekday) => {
    const [first, ...rest] = slotsOfDay(always([aSession({ weekday, start: "00:00", end: "00:30" })]), day);
    expect(first?.from.toISOString()).toBe(new Date(`${day}T00:00:00+08:00`).toISOString());
    expect(rest).toHaveLength(1);
  });

  it("keeps a late session on its own day", () => {
    const slots = slotsOfDay(always([aSession({ start: "23:00", end: "23:59", slotMinutes: 29 })]), "2026-11-23");
    expect(slots.map((slot) => [dayOf(slot.from), timeOfDayOf(slot.to)])).toEqual([
      ["2026-11-23", "23:29"],
      ["2026-11-23", "23:58"],
    ]);
  });

  it("honours the first and the last day of validity", () => {
    const schedule = { effectiveFrom: "2026-11-23", effectiveTo: "2026-11-30", sessions: [aSession()] };
    expect(
      ["2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07"].map((day) => slotsOfDay(schedule, day).length),
    ).toEqual([0, 12, 12, 0]);
  });

  it("says why a day is empty", () => {
    const schedule = always([aSession({ weekday: 7, start: "09:00", end: "09:30" }), aSession({ weekday: 2 })]);
    // Sunday, 2026-11-22, 10:00 in Shanghai; all of Tuesday is sold.
    const now = new Date("2026-11-22T02:00:00Z");
    const sold = slotsOfDay(schedule, "2026-11-24").map((slot) => ({ ...slot, place: 0 }));
    const reasons = offersOf(schedule, sold, { from: "2026-11-21", days: 9 }, now).map((day) => day.reason);
    expect(reasons).toEqual([
      "past",
      "past",
      "no-session",
      "full",
      "no-session",
      "no-session",
      "no-session",
      "no-session",
      "open",
    ]);
    expect(offersOf(null, [], { from: "2026-11-23", days: 1 }, now)).toEqual([
      { day: "2026-11-23", reason: "no-session", offers: [] },
    ]);
  });

  it("opens sessions by the clock of the organisation's zone", () => {
    const [first] = slotsOfDay(always([aSession({ weekday: 7 })]), "2026-03-08", "America/New_York");
    // Summer time began that night.
    expect(first?.from.toISOString()).toBe("2026-03-08T13:00:00.000Z");
  });

  it.each([
    ["03:59", "morning"],
    ["04:00", "afternoon"],
    ["09:59", "afternoon"],
    ["10:00", "evening"],
  ])("calls %s UTC the %s", (time, half) => expect(halfDayOf(new Date(`2026-11-23T${time}:00Z`))).toBe(half));
});

describe("faults of a week", () => {
  it.each([
    ["end before start", [aSession({ start: "12:00", end: "09:00" })], "session_too_short", ["sessions.0.end"]],
    ["no room for one", [aSession({ end: "09:14" })], "session_too_short", ["sessions.0.end"]],
    [
      "overlap",
      [aSession(), aSession({ start: "11:59", end: "13:00" }), aSession({ weekday: 2 })],
      "sessions_overlap",
      ["sessions.1.start"],
    ],
  ])("%s", (_name, week, code, paths) => {
    const fault = checkSessions(always(week));
    expect(fault?.code).toBe(code);
    expect(fault?.fields.map((field) => field.path)).toEqual(paths);
  });

  it("lets sessions touch", () =>
    expect(checkSessions(always([aSession(), aSession({ start: "12:00", end: "13:00" })]))).toBeNull());

  it("refuses an end of validity before its beginning, a fee below a cent and a wrong length, by field", () => {
    const input = { specialistId: "a".repeat(24), expectedVersion: 0, effectiveFrom: "2026-11-23", sessions: [] };
    const paths = (value: unknown) =>
      saveScheduleInputSchema.safeParse(value).error?.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
    expect(paths({ ...input, effectiveTo: "2026-11-22" })).toEqual(["effectiveTo:day_order"]);
    expect(paths({ ...input, effectiveTo: "2026-11-23" })).toBeUndefined();
    expect(paths({ ...input, effectiveTo: null, sessions: [aSession({ feeCents: 0.125 })] })).toEqual([
      "sessions.0.feeCents:fee",
    ]);
    expect(paths({ ...input, effectiveTo: null, sessions: [aSession({ slotMinutes: 0 })] })).toEqual([
      "sessions.0.slotMinutes:slot_minutes",
    ]);
  });
});

describe("numbers of a session", () => {
  it.each([
    [15, 5000, 1, []],
    [5, 0, 1, []],
    [120, 10_000_00, 20, []],
    [0, 5000, 1, ["slot_minutes"]],
    [4, 5000, 1, ["slot_minutes"]],
    [121, 5000, 1, ["slot_minutes"]],
    [12.5, 5000, 1, ["slot_minutes"]],
    [Number.NaN, 5000, 1, ["slot_minutes"]],
    [15, -500, 1, ["fee"]],
    [15, 10_000_01, 1, ["fee"]],
    [15, 500.5, 1, ["fee"]],
    [15, 5000, 0, ["slot_capacity"]],
    [15, 5000, 21, ["slot_capacity"]],
    [15, 5000, 1.5, ["slot_capacity"]],
    [0, -1, 0, ["slot_minutes", "fee", "slot_capacity"]],
  ])("%d minutes at %d 分 for %d: %j", (slotMinutes, feeCents, capacity, codes) => {
    const session = { weekday: 1, halfDay: "morning", start: "08:00", end: "12:00", visitKind: "video" } as const;
    expect(numberFaults({ slotMinutes, feeCents, capacity }).map(({ code }) => code)).toEqual(codes);
    const parsed = saveScheduleInputSchema.safeParse({
      specialistId: "a".repeat(24),
      expectedVersion: 0,
      effectiveFrom: "2026-11-23",
      effectiveTo: null,
      sessions: [{ ...session, slotMinutes, feeCents, capacity }],
    });
    expect([...new Set(parsed.error?.issues.map(({ message }) => message) ?? [])]).toEqual(codes);
  });
});
