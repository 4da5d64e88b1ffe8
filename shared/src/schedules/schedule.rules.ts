import { addDays, dayOf, instantAt, MINUTE_MS, timeOfDayOf, weekdayOf } from "../time.ts";
import type { FieldError } from "../errors.ts";
import { meet, placeBeside, type TimeSpan } from "./claim.rules.ts";
import type { ExtraSession, ScheduleClosure, ScheduleSession, SlotDay } from "./schedule.schema.ts";

const minutesOf = (timeOfDay: string) => Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3));

/** Closures and sessions of single days that are over and were not there before: nothing can be changed about them any more. */
export function daysOver(
  { closures = [], extras = [] }: Pick<OfferedSchedule, "closures" | "extras">,
  before: Pick<OfferedSchedule, "closures" | "extras"> | null,
  today: string,
): FieldError[] {
  const closureKey = ({ from, to, start, end }: ScheduleClosure) => [from, to, start, end].join();
  const extraKey = ({ day, start, end }: ExtraSession) => [day, start, end].join();
  const stood = new Set([...(before?.closures ?? []).map(closureKey), ...(before?.extras ?? []).map(extraKey)]);
  const paths = [
    ...closures.flatMap((one, i) => (one.to < today && !stood.has(closureKey(one)) ? [`closures.${i}.to`] : [])),
    ...extras.flatMap((one, i) => (one.day < today && !stood.has(extraKey(one)) ? [`extras.${i}.day`] : [])),
  ];
  return paths.map((path) => ({ path, code: "day_over" }));
}

type Timed = Pick<ScheduleSession, "start" | "end" | "slotMinutes">;
const isShort = ({ start, end, slotMinutes }: Timed) => minutesOf(end) - minutesOf(start) < slotMinutes;
const overlaps = (one: Timed, other: Timed) => one.start < other.end && other.start < one.end;

/**
 * Faults of a schedule, by field: a session that ends before it starts or has no room for one slot; two that overlap, of one weekday
 * or one day. What a closure covers counts too: it may be taken away again.
 */
export function checkSessions(
  schedule: Omit<OfferedSchedule, "closures">,
): { code: "sessions_overlap" | "session_too_short"; fields: FieldError[] } | null {
  const { sessions, extras = [] } = schedule;
  const short = [
    ...sessions.flatMap((session, i) => (isShort(session) ? [`sessions.${i}.end`] : [])),
    ...extras.flatMap((extra, i) => (isShort(extra) ? [`extras.${i}.end`] : [])),
  ];
  if (short.length > 0)
    return { code: "session_too_short", fields: short.map((path) => ({ path, code: "session_too_short" })) };
  const overlap = [
    ...sessions.flatMap((session, i) =>
      sessions.slice(0, i).some((other) => other.weekday === session.weekday && overlaps(session, other))
        ? [`sessions.${i}.start`]
        : [],
    ),
    ...extras.flatMap((extra, i) =>
      [...weekOn(schedule, extra.day), ...extras.slice(0, i).filter(({ day }) => day === extra.day)].some((other) =>
        overlaps(extra, other),
      )
        ? [`extras.${i}.start`]
        : [],
    ),
  ];
  if (overlap.length === 0) return null;
  return { code: "sessions_overlap", fields: overlap.map((path) => ({ path, code: "sessions_overlap" })) };
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
  closures?: readonly ScheduleClosure[];
  extras?: readonly ExtraSession[];
}

/** What the week has on one hospital day, while it holds. */
function weekOn({ effectiveFrom, effectiveTo, sessions }: OfferedSchedule, day: string): readonly ScheduleSession[] {
  if (day < effectiveFrom || (effectiveTo !== null && day > effectiveTo)) return [];
  return sessions.filter((session) => session.weekday === weekdayOf(day));
}

/** Sessions of one hospital day, those added to it too; what is closed is still among them. */
const plannedOn = (schedule: OfferedSchedule, day: string) => [
  ...weekOn(schedule, day),
  ...(schedule.extras ?? []).filter((extra) => extra.day === day),
];

/** Whether a span of one hospital day meets a closure of it. */
function closedOn({ closures = [] }: OfferedSchedule, day: string, zone?: string): (span: TimeSpan) => boolean {
  const spans = closures
    .filter(({ from, to }) => from <= day && day <= to)
    .map(({ start, end }) => ({
      from: instantAt(day, start ?? "00:00", zone),
      to: end === null ? instantAt(addDays(day, 1), "00:00", zone) : instantAt(day, end, zone),
    }));
  return (span) => spans.some((closed) => meet(closed, span));
}

/** Slots a schedule offers on one hospital day, in order; a rest shorter than a slot is not offered, nor what meets a closure. */
export function slotsOfDay(schedule: OfferedSchedule, day: string, zone?: string): OfferedSlot[] {
  const planned = plannedSlots(schedule, day, zone);
  if (planned.length === 0) return planned;
  const closed = closedOn(schedule, day, zone);
  return planned.filter((slot) => !closed(slot));
}

function plannedSlots(schedule: OfferedSchedule, day: string, zone?: string): OfferedSlot[] {
  return plannedOn(schedule, day)
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

/** Whether a span lies within one session, whatever slots that is cut into, and meets no closure. */
export function coversSpan(schedule: OfferedSchedule, span: TimeSpan, zone?: string): boolean {
  const day = dayOf(span.from, zone);
  if (closedOn(schedule, day, zone)(span)) return false;
  return plannedOn(schedule, day).some(
    ({ start, end }) => instantAt(day, start, zone) <= span.from && span.to <= instantAt(day, end, zone),
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

/** Why nothing more is offered on a day for which so much was planned. */
function whyNothing(over: boolean, planned: readonly OfferedSlot[], now: Date): SlotDay["reason"] {
  if (over) return "past";
  if (planned.length === 0) return "no-session";
  return planned.some((slot) => slot.from > now) ? "closed" : "past";
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
    const planned = schedule ? plannedSlots(schedule, day, zone) : [];
    const closed = schedule && planned.length > 0 ? closedOn(schedule, day, zone) : () => false;
    const slots = planned.filter((slot) => !closed(slot));
    const offers = slots
      .filter((slot) => slot.from > now)
      .map((slot) => ({ ...slot, free: placeBeside(placesIn(slot), slot.capacity) !== null }));
    const reason = offers.some((offer) => offer.free)
      ? "open"
      : offers.length > 0
        ? "full"
        : whyNothing(day < today, planned, now);
    return { day, reason, offers };
  });
}

/** 上午 ends at noon, 下午 at six in the evening. */
export const halfDayOf = (instant: Date, zone?: string) => {
  const time = timeOfDayOf(instant, zone);
  return time < "12:00" ? "morning" : time < "18:00" ? "afternoon" : "evening";
};
