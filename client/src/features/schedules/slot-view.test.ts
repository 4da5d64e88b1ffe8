// @vitest-environment node
import type { Slot, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { clockDiffers, findSlot, firstDay, outlook, slotGroups, stripDays } from "./slot-view.ts";
import { slotsTexts } from "./slots.texts.ts";

/** `HH:mm` of the hospital's day 25 November 2026 (UTC+8). */
function slot(clock: string, part: Partial<Slot> = {}): Slot {
  const start = new Date(`2026-11-25T${clock}:00+08:00`);
  const end = new Date(start.getTime() + 900_000);
  return {
    start: start.toISOString(),
    end: end.toISOString(),
    feeCents: 5000,
    visitKind: "video",
    free: true,
    ...part,
  };
}
const day = (reason: SlotDay["reason"], slots: Slot[] = [], key = "2026-11-25"): SlotDay => ({
  day: key,
  reason,
  slots,
});
const taken = slot("09:00", { free: false });

describe("the word under a day", () => {
  test.each([
    [day("open", [slot("09:00"), slot("09:15"), slot("09:30", { free: false })]), "余 2", "2 left", "open"],
    [day("full", [taken]), "约满", "Full", "full"],
    [day("no-session"), "不出诊", "Away", "closed"],
    [day("past"), "已过", "Over", "closed"],
  ] as const)("%#", (given, zh, en, state) => {
    expect(stripDays([given], slotsTexts.zh.days)).toEqual([{ day: "2026-11-25", note: zh, state }]);
    expect(stripDays([given], slotsTexts.en.days)).toEqual([{ day: "2026-11-25", note: en, state }]);
  });
});

describe.each([
  ["Asia/Shanghai", 9],
  ["America/New_York", 20],
  ["Pacific/Kiritimati", 15],
])("with the phone in %s", (phoneZone, hours) => {
  beforeAll(() => void vi.stubEnv("TZ", phoneZone));
  afterAll(() => void vi.unstubAllEnvs());

  test("its own clock says something else", () => {
    expect(new Date("2026-11-25T09:00:00+08:00").getHours()).toBe(hours);
  });

  test.each([
    ["00:00", "morning"],
    ["11:59", "morning"],
    ["12:00", "afternoon"],
    ["17:59", "afternoon"],
    ["18:00", "evening"],
    ["23:45", "evening"],
  ] as const)("%s is %s of the hospital's day", (clock, half) => {
    expect(slotGroups([slot(clock)]).map((group) => group.half)).toEqual([half]);
  });
});

test("times stand together by half day, and apart where fee or kind changes", () => {
  const groups = slotGroups([
    slot("09:00"),
    slot("09:15"),
    slot("10:00", { feeCents: 8000 }),
    slot("14:00", { feeCents: 8000 }),
    slot("14:30", { feeCents: 8000, visitKind: "chat" }),
    slot("19:00", { feeCents: 8000, visitKind: "chat" }),
  ]);
  expect(groups.map(({ half, feeCents, visitKind, slots }) => [half, feeCents, visitKind, slots.length])).toEqual([
    ["morning", 5000, "video", 2],
    ["morning", 8000, "video", 1],
    ["afternoon", 8000, "video", 1],
    ["afternoon", 8000, "chat", 1],
    ["evening", 8000, "chat", 1],
  ]);
});

test.each([
  ["the first free day", [day("past"), day("full", [taken], "a"), day("open", [slot("09:00")], "b")], "b", "open"],
  ["a full one when none is free", [day("no-session"), day("full", [taken], "a")], "a", "full"],
  ["none at all", [day("no-session"), day("past")], undefined, "nothing"],
] as const)("shows %s", (_, days, first, view) => {
  expect([firstDay(days), outlook(days)]).toEqual([first, view]);
});

test("a slot is found by its instant, however that is written", () => {
  const days = [day("open", [slot("09:00")])];
  expect(findSlot(days, "2026-11-25T09:00:00+08:00")?.free).toBe(true);
  expect(findSlot(days, "2026-11-25T09:15:00+08:00")).toBeUndefined();
});

test.each([
  ["Asia/Shanghai", false],
  ["Asia/Singapore", false],
  ["Europe/Berlin", true],
  ["Asia/Kolkata", true],
  [undefined, false],
])("a phone on %s needs to be told whose time it is: %s", (zone, differs) => {
  expect(clockDiffers(new Date("2026-11-25T01:00:00Z"), zone)).toBe(differs);
});
