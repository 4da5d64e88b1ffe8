/** What the booking page shows of a specialist's days. Pure; clocks are the hospital's, wherever the phone is. */
import { halfDayOf } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { Slot, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { HOSPITAL_ZONE, timeOfDayOf } from "@fuzhen/shared/time.ts";
import type { StripDay } from "../../ui/mobile/DayStrip.tsx";
import type { SlotsTexts } from "./slots.texts.ts";

/** The day strip: every day says in a word why it is as it is. A full day may be opened, to wait for a cancellation. */
export function stripDays(days: readonly SlotDay[], words: SlotsTexts["days"]): StripDay[] {
  return days.map(({ day, reason, slots }) => {
    if (reason === "open") return { day, state: "open", note: words.left(slots.filter((slot) => slot.free).length) };
    return { day, state: reason === "full" ? "full" : "closed", note: words[reason] };
  });
}

export interface SlotGroup {
  half: "morning" | "afternoon" | "evening";
  visitKind: Slot["visitKind"];
  feeCents: number;
  slots: Slot[];
}

/** Times under 上午, 下午, 晚上; where fee or kind changes within one, it is said anew (R3). */
export function slotGroups(slots: readonly Slot[]): SlotGroup[] {
  const groups: SlotGroup[] = [];
  for (const slot of slots) {
    const half = halfDayOf(new Date(slot.start));
    const last = groups.at(-1);
    if (last?.half === half && last.visitKind === slot.visitKind && last.feeCents === slot.feeCents)
      last.slots.push(slot);
    else groups.push({ half, visitKind: slot.visitKind, feeCents: slot.feeCents, slots: [slot] });
  }
  return groups;
}

export function findSlot(days: readonly SlotDay[], start: string): Slot | undefined {
  return days.flatMap((day) => day.slots).find((slot) => Date.parse(slot.start) === Date.parse(start));
}

/** The day to show first: the earliest with a free time, else the earliest full one. */
export function firstDay(days: readonly SlotDay[]): string | undefined {
  return (days.find(({ reason }) => reason === "open") ?? days.find(({ reason }) => reason === "full"))?.day;
}

/** What can be said of the two weeks as a whole. */
export function outlook(days: readonly SlotDay[]): "open" | "full" | "nothing" {
  if (days.some(({ reason }) => reason === "open")) return "open";
  return days.some(({ reason }) => reason === "full") ? "full" : "nothing";
}

/** Whether the phone's own clock shows something else than the hospital's, so that the page must say whose time it is. */
export function clockDiffers(now: Date, phoneZone: string | undefined): boolean {
  return timeOfDayOf(now, phoneZone ?? HOSPITAL_ZONE) !== timeOfDayOf(now);
}
