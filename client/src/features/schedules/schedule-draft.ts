import { numberFaults } from "@fuzhen/shared/schedules/schedule-numbers.ts";
import { checkSessions } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type {
  ExtraSession,
  Schedule,
  ScheduleClosure,
  ScheduleSession,
} from "@fuzhen/shared/schedules/schedule.schema.ts";

/** A week as it is being edited; fee in yuan as typed. */
export interface ScheduleDraft {
  version: number;
  effectiveFrom: string;
  effectiveTo: string | null;
  sessions: ScheduleSession[];
  closures: ScheduleClosure[];
  extras: ExtraSession[];
}

/** Closures and single sessions that are over are left out: they change nothing any more. */
export const draftOf = (schedule: Schedule | undefined, today: string): ScheduleDraft =>
  schedule
    ? {
        version: schedule.version,
        effectiveFrom: schedule.effectiveFrom,
        effectiveTo: schedule.effectiveTo,
        sessions: schedule.sessions,
        closures: schedule.closures.filter(({ to }) => to >= today),
        extras: schedule.extras.filter(({ day }) => day >= today),
      }
    : { version: 0, effectiveFrom: today, effectiveTo: null, sessions: [], closures: [], extras: [] };

const defaultManner = { slotMinutes: 15, feeCents: 5000, visitKind: "video", capacity: 1 } as const;

/** The three parts of a day, as most hospitals have them. */
const halves = [
  { halfDay: "morning", start: "08:00", end: "12:00" },
  { halfDay: "afternoon", start: "13:30", end: "17:30" },
  { halfDay: "evening", start: "18:30", end: "20:30" },
] as const;

/** A session of one day beside the week, where that day has room, in the manner of the last one typed. */
export function nextExtra(draft: ScheduleDraft, day: string): ExtraSession {
  const { slotMinutes, feeCents, visitKind, capacity } = draft.extras.at(-1) ?? draft.sessions.at(-1) ?? defaultManner;
  const inHalf = (half: (typeof halves)[number]): ExtraSession => ({
    day,
    ...half,
    slotMinutes,
    feeCents,
    visitKind,
    capacity,
  });
  const free = halves.find((half) => checkSessions({ ...draft, extras: [...draft.extras, inHalf(half)] }) === null);
  return inHalf(free ?? halves[0]);
}

export const nextClosure = (day: string): ScheduleClosure => ({ from: day, to: day, start: null, end: null, note: "" });

/** The next likely session of a day: morning, then afternoon, then evening, in the manner of the last one typed. */
export function nextSession(sessions: readonly ScheduleSession[], weekday: number): ScheduleSession {
  const last = sessions.at(-1);
  const had = sessions.filter((session) => session.weekday === weekday).map((session) => session.halfDay);
  const { slotMinutes, feeCents, visitKind, capacity } = last ?? defaultManner;
  const manner = { slotMinutes, feeCents, visitKind, capacity };
  const half = halves.find(({ halfDay }) => !had.includes(halfDay)) ?? halves[2];
  return { weekday, ...half, ...manner };
}

/** Monday's sessions also on Tuesday to Friday, in place of what stood there. */
export const copyMonday = (sessions: readonly ScheduleSession[]): ScheduleSession[] => [
  ...sessions.filter((session) => session.weekday === 1 || session.weekday > 5),
  ...[2, 3, 4, 5].flatMap((weekday) =>
    sessions.filter((session) => session.weekday === 1).map((session) => ({ ...session, weekday })),
  ),
];

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Slots a week would offer; sessions that end before they begin, or with numbers that cannot be, offer none. */
export const slotsPerWeek = (sessions: readonly ScheduleSession[]) =>
  sessions
    .filter((session) => numberFaults(session).length === 0)
    .reduce(
      (sum, session) =>
        sum +
        session.capacity *
          Math.max(0, Math.floor((minutes(session.end) - minutes(session.start)) / session.slotMinutes)),
      0,
    );
