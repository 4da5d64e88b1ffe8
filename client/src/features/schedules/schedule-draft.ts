import { numberFaults } from "@fuzhen/shared/schedules/schedule-numbers.ts";
import type { Schedule, ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";

/** A week as it is being edited; fee in yuan as typed. */
export interface ScheduleDraft {
  version: number;
  effectiveFrom: string;
  effectiveTo: string | null;
  sessions: ScheduleSession[];
}

export const draftOf = (schedule: Schedule | undefined, today: string): ScheduleDraft =>
  schedule
    ? {
        version: schedule.version,
        effectiveFrom: schedule.effectiveFrom,
        effectiveTo: schedule.effectiveTo,
        sessions: schedule.sessions,
      }
    : { version: 0, effectiveFrom: today, effectiveTo: null, sessions: [] };

/** The next likely session of a day: morning, then afternoon, then evening, in the manner of the last one typed. */
export function nextSession(sessions: readonly ScheduleSession[], weekday: number): ScheduleSession {
  const last = sessions.at(-1);
  const halves = sessions.filter((session) => session.weekday === weekday).map((session) => session.halfDay);
  const manner = {
    slotMinutes: last?.slotMinutes ?? 15,
    feeCents: last?.feeCents ?? 5000,
    visitKind: last?.visitKind ?? ("video" as const),
    capacity: last?.capacity ?? 1,
  };
  if (!halves.includes("morning")) return { weekday, halfDay: "morning", start: "08:00", end: "12:00", ...manner };
  if (!halves.includes("afternoon")) return { weekday, halfDay: "afternoon", start: "13:30", end: "17:30", ...manner };
  return { weekday, halfDay: "evening", start: "18:30", end: "20:30", ...manner };
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
