import { addDays, dayOf, instantAt, MINUTE_MS, timeOfDayOf, weekdayOf } from "../time.ts";
import type { FieldError } from "../errors.ts";
import type { ScheduleSession, SlotDay } from "./schedule.schema.ts";

const minutesOf = (timeOfDay: string) => Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3));

/** Faults of a week of sessions, by field: end before start, no room for one slot, overlap on one weekday. */
export function checkSessions(
  sessions: readonly ScheduleSession[],
): { code: "sessions_overlap" | "session_too_short"; fields: FieldError[] } | null {
  const short = sessions.flatMap((session, i) =>
    minutesOf(session.end) - minutesOf(session.start) < session.slotMinutes
      ? [{ path: `sessions.${i}.end`, code: "session_too_short" }]
      : [],
  );
  if (short.length > 0) return { code: "session_too_short", fields: short };
  const overlap = sessions.flatMap((session, i) =>
    sessions
      .slice(0, i)
      .some((other) => other.weekday === session.weekday && other.start < session.end && session.start < other.end)
      ? [{ path: `sessions.${i}.start`, code: "sessions_overlap" }]
      : [],
  );
  return overlap.length > 0 ? { code: "sessions_overlap", fields: overlap } : null;
}

export interface OfferedSlot {
  start: Date;
  end: Date;
  feeCents: number;
  visitKind: ScheduleSession["visitKind"];
}

interface OfferedSchedule {
  effectiveFrom: string;
  effectiveTo: string | null;
  sessions: readonly ScheduleSession[];
}

/** Slots a schedule offers on one hospital day, in order; a rest shorter than a slot is not offered. */
export function slotsOfDay(schedule: OfferedSchedule, day: string, zone?: string): OfferedSlot[] {
  if (day < schedule.effectiveFrom || (schedule.effectiveTo !== null && day > schedule.effectiveTo)) return [];
  return schedule.sessions
    .filter((session) => session.weekday === weekdayOf(day))
    .flatMap((session) => {
      const sessionStart = instantAt(day, session.start, zone).getTime();
      const count = Math.floor((minutesOf(session.end) - minutesOf(session.start)) / session.slotMinutes);
      return Array.from({ length: count }, (_, i) => ({
        start: new Date(sessionStart + i * session.slotMinutes * MINUTE_MS),
        end: new Date(sessionStart + (i + 1) * session.slotMinutes * MINUTE_MS),
        feeCents: session.feeCents,
        visitKind: session.visitKind,
      }));
    })
    .toSorted((a, b) => a.start.getTime() - b.start.getTime());
}

/** The slot that starts exactly then, if the schedule offers it. */
export function offeredSlotAt(schedule: OfferedSchedule, start: Date, zone?: string): OfferedSlot | undefined {
  return slotsOfDay(schedule, dayOf(start, zone), zone).find((slot) => slot.start.getTime() === start.getTime());
}

/**
 * Days from `from` on with their slots: the schedule minus what is taken (ms of start) and minus what has begun.
 * `now` is the server's clock; the phone's plays no part.
 */
export function slotDays(
  schedule: OfferedSchedule | null,
  taken: ReadonlySet<number>,
  range: { from: string; days: number },
  now: Date,
  zone?: string,
): SlotDay[] {
  const today = dayOf(now, zone);
  return Array.from({ length: range.days }, (_, i) => addDays(range.from, i)).map((day) => {
    const offered = schedule ? slotsOfDay(schedule, day, zone) : [];
    const slots = offered
      .filter((slot) => slot.start > now)
      .map((slot) => ({
        start: slot.start.toISOString(),
        end: slot.end.toISOString(),
        feeCents: slot.feeCents,
        visitKind: slot.visitKind,
        free: !taken.has(slot.start.getTime()),
      }));
    const reason = slots.some((slot) => slot.free)
      ? "open"
      : slots.length > 0
        ? "full"
        : day < today || offered.length > 0
          ? "past"
          : "no-session";
    return { day, reason, slots };
  });
}

/** 上午 ends at noon, 下午 at six in the evening. */
export const halfDayOf = (instant: Date, zone?: string) => {
  const time = timeOfDayOf(instant, zone);
  return time < "12:00" ? "morning" : time < "18:00" ? "afternoon" : "evening";
};
