import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { inOrder } from "@fuzhen/shared/waiting/waiting.rules.ts";

/** The parts of a specialist's day, in the order in which they matter. */
export const dayParts = ["visit", "waiting", "coming", "done"] as const;
export type DayPart = (typeof dayParts)[number];

/** Where a booking of the day stands: under way, to call, to come, or nothing more to do. */
export function partOf({ status, consultationStatus, queued }: Appointment): DayPart {
  if (consultationStatus === "in-progress") return "visit";
  if (consultationStatus !== null) return "done";
  if (queued) return "waiting";
  return status === "booked" || status === "checked-in" ? "coming" : "done";
}

/** A day of a specialist by its parts: who waits in the order in which they are called, all others by the time of their slot. */
export function worklistGroups(appointments: readonly Appointment[]): Record<DayPart, Appointment[]> {
  const of = (part: DayPart) => appointments.filter((row) => partOf(row) === part);
  const waiting = inOrder(
    of("waiting").flatMap((row) =>
      row.queued
        ? [{ id: row.id, ...row.queued, called: row.queued.called, turnAt: new Date(row.queued.turnAt), row }]
        : [],
    ),
  );
  return { visit: of("visit"), waiting: waiting.map(({ row }) => row), coming: of("coming"), done: of("done") };
}

/** All rows from top to bottom, as the keys step through them. */
export const inSight = (appointments: readonly Appointment[]): Appointment[] => {
  const groups = worklistGroups(appointments);
  return dayParts.flatMap((part) => groups[part]);
};
