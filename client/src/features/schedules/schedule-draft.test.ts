import { expect, test } from "vitest";
import type { Schedule } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { draftOf, nextClosure, nextExtra, nextSession } from "./schedule-draft.ts";

// 2026-12-01 is a Tuesday.
const morning = nextSession([], 2);
const schedule = (change: Partial<Schedule>): Schedule => ({
  specialistId: "a".repeat(24),
  status: "published",
  effectiveFrom: "2026-11-01",
  effectiveTo: null,
  sessions: [morning],
  closures: [],
  extras: [],
  version: 3,
  updatedAt: "2026-11-30T00:00:00.000Z",
  ...change,
});

test("a session of one day is put where that day has room, in the manner of the week", () => {
  const draft = draftOf(schedule({ sessions: [{ ...morning, feeCents: 8000, slotMinutes: 20 }] }), "2026-11-30");
  const tuesday = nextExtra(draft, "2026-12-01");
  expect(tuesday).toMatchObject({ halfDay: "afternoon", start: "13:30", feeCents: 8000, slotMinutes: 20 });
  expect(nextExtra(draft, "2026-12-02")).toMatchObject({ halfDay: "morning", start: "08:00" });
  expect(nextExtra({ ...draft, extras: [tuesday] }, "2026-12-01")).toMatchObject({ halfDay: "evening" });
});

test("closures and single sessions that are over are left out of what is edited", () => {
  const { halfDay, start, end, slotMinutes, feeCents, visitKind, capacity } = morning;
  const extra = { halfDay, start, end, slotMinutes, feeCents, visitKind, capacity };
  const draft = draftOf(
    schedule({
      closures: [nextClosure("2026-11-29"), { ...nextClosure("2026-11-29"), to: "2026-11-30" }],
      extras: [
        { ...extra, day: "2026-11-29" },
        { ...extra, day: "2026-11-30" },
      ],
    }),
    "2026-11-30",
  );
  expect(draft.closures.map(({ to }) => to)).toEqual(["2026-11-30"]);
  expect(draft.extras.map(({ day }) => day)).toEqual(["2026-11-30"]);
});
