import { addDays, dayOf, instantAt, MINUTE_MS, timeOfDayOf, weekdayOf } from "../time.ts";
import type { FieldError } from "../errors.ts";
import { meet, placeBeside, type TimeSpan } from "./claim.rules.ts";
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

/** One time of a session, as it is offered. */
export interface OfferedSlot extends TimeSpan {
  feeCents: number;
  visitKind: ScheduleSession["visitKind"];
  /** How many patients it takes. */
  capacity: number;
}
export interface SlotOffer extends OfferedSlot {
  free: boolean;
}
export interface OfferDay {
  day: string;
  reason: SlotDay["reason"];
  offers: SlotOffer[];
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
        from: new Date(sessionStart + i * session.slotMinutes * MINUTE_MS),
        to: new Date(sessionStart + (i + 1) * session.slotMinutes * MINUTE_MS),
        feeCents: session.feeCents,
        visitKind: session.visitKind,
        capacity: session.capacity,
      }));
    })
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

/** The slot that starts exactly then, if the schedule offers it. */
export function offeredSlotAt(schedule: OfferedSchedule, start: Date, zone?: string): OfferedSlot | undefined {
  return slotsOfDay(schedule, dayOf(start, zone), zone).find((slot) => slot.from.getTime() === start.getTime());
}

/** Whether a span lies within one session, whatever slots that is cut into. */
export function coversSpan(schedule: OfferedSchedule, span: TimeSpan, zone?: string): boolean {
  const day = dayOf(span.from, zone);
  if (day < schedule.effectiveFrom || (schedule.effectiveTo !== null && day > schedule.effectiveTo)) return false;
  return schedule.sessions.some(
    (session) =>
      session.weekday === weekdayOf(day) &&
      instantAt(day, session.start, zone) <= span.from &&
      span.to <= instantAt(day, session.end, zone),
  );
}

/** How many patients a span takes by the schedule: as many as the smallest session it reaches into, one outside of all. */
export function capacityOf(schedule: OfferedSchedule | null, span: TimeSpan, zone?: string): number {
  const reached = (schedule ? slotsOfDay(schedule, dayOf(span.from, zone), zone) : []).filter((slot) =>
    meet(slot, span),
  );
  return reached.length === 0 ? 1 : Math.min(...reached.map(({ capacity }) => capacity));
}

/** Which places are claimed in a span; spans are to be asked for in the order of their beginnings. */
function claimedPlaces(claims: readonly (TimeSpan & { place: number })[]): (span: TimeSpan) => number[] {
  const inOrder = claims.toSorted((a, b) => a.from.getTime() - b.from.getTime());
  let next = 0;
  let open: typeof inOrder = [];
  return (span) => {
    open = open.filter(({ to }) => to > span.from);
    for (let claim = inOrder[next]; claim && claim.from < span.to; claim = inOrder[++next])
      if (claim.to > span.from) open.push(claim);
    return open.filter((claim) => meet(claim, span)).map(({ place }) => place);
  };
}

/**
 * Days from `range.from` on with what is offered of a specialist: the slots of the schedule that have not begun. Free are those
 * with room beside the specialist's claims, whatever schedule these were made under. `now` is the server's clock; the phone's
 * plays no part.
 */
export function offersOf(
  schedule: OfferedSchedule | null,
  claims: readonly (TimeSpan & { place: number })[],
  range: { from: string; days: number },
  now: Date,
  zone?: string,
): OfferDay[] {
  const today = dayOf(now, zone);
  const placesIn = claimedPlaces(claims);
  return Array.from({ length: range.days }, (_, i) => addDays(range.from, i)).map((day) => {
    const slots = schedule ? slotsOfDay(schedule, day, zone) : [];
    const offers = slots
      .filter((slot) => slot.from > now)
      .map((slot) => ({ ...slot, free: placeBeside(placesIn(slot), slot.capacity) !== null }));
    const reason = offers.some((offer) => offer.free)
      ? "open"
      : offers.length > 0
        ? "full"
        : day < today || slots.length > 0
          ? "past"
          : "no-session";
    return { day, reason, offers };
  });
}

/** 上午 ends at noon, 下午 at six in the evening. */
export const halfDayOf = (instant: Date, zone?: string) => {
  const time = timeOfDayOf(instant, zone);
  return time < "12:00" ? "morning" : time < "18:00" ? "afternoon" : "evening";
};
