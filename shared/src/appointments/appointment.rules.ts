/** States of an appointment (FHIR Appointment.status) and the allowed transitions. */
export const appointmentStatuses = ["booked", "checked-in", "fulfilled", "cancelled", "noshow"] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

export const appointmentVerbs = ["check-in", "cancel", "fulfil", "miss"] as const;
export type AppointmentVerb = (typeof appointmentVerbs)[number];

const moves: Record<AppointmentVerb, Partial<Record<AppointmentStatus, AppointmentStatus>>> = {
  "check-in": { booked: "checked-in" },
  cancel: { booked: "cancelled", "checked-in": "cancelled" },
  fulfil: { booked: "fulfilled", "checked-in": "fulfilled" },
  // One who sat there was called more often than the organisation waits for.
  miss: { booked: "noshow", "checked-in": "noshow" },
};

/** The state after the verb, or null when the move is illegal. */
export const nextAppointmentStatus = (from: AppointmentStatus, verb: AppointmentVerb): AppointmentStatus | null =>
  moves[verb][from] ?? null;

/** How a booking stands, as the desk says it and narrows its list to it: the visit's own state counts before the booking's. */
export const bookingStates = [
  "booked",
  "accepted",
  "checked-in",
  "in-visit",
  "finished",
  "stopped",
  "cancelled",
  "declined",
  "missed",
] as const;
export type BookingState = (typeof bookingStates)[number];

/**
 * States that occupy the slot under the unique index on specialist and start; a missed appointment has used its slot
 * too.
 */
export const holdsSlot = (status: AppointmentStatus) => status !== "cancelled";

/** States in which a visit is still to come or under way. */
export const isActive = (status: AppointmentStatus) => status === "booked" || status === "checked-in";

/** Range of days around today for which slots may be requested, and how far ahead one may book. */
export const slotHorizon = { fromEarliest: -1, fromLatest: 60, bookLatest: 90 };

/**
 * Settings of an organisation. Provinces differ, so numbers from the law are settings and not code (regulations.md).
 */
export interface VisitSettings {
  /** Check-in and early opening start this long before the slot. */
  opensMinutesBefore: number;
  /** A patient may cancel until this long before the slot. */
  cancelMinutesBefore: number;
  /** A visit may still be opened until this long after the slot's end. */
  closesMinutesAfter: number;
  /** Who checks in later than this after the slot's start queues by arrival. */
  lateGraceMinutes: number;
  /** Who was called and did not come lets so many others go first. */
  passedPlaces: number;
  /** After so many calls that were not followed the visit counts as missed. */
  callsBeforeNoShow: number;
  /** For how many days after the appointment the specialist may see the patient. */
  careAccessDays: number;
  /** Hours after the visit for which both sides may write on in its chat, up to a week; 0: not at all. */
  questionHours: number;
  /** Hours a record stays open after an emergency opening, at most a day (`care-access/break-glass.rules.ts`). */
  breakGlassHours: number;
  /**
   * Bookings still to come that a person may hold (anti-scalping, R42), by whichever account: with one specialist on one day, in
   * one department on one day, and in all, whatever the organisation.
   */
  bookingsPerSpecialistDay: number;
  bookingsPerDepartmentDay: number;
  bookingsPerPerson: number;
  /** Bookings still to come that one account may hold for all its patients, whatever the organisation (R42). */
  bookingsPerAccount: number;
}
/** What an organisation may set of its waiting room. */
export const waitingLimits = {
  closesMinutesAfter: { least: 30, most: 720 },
  lateGraceMinutes: { least: 0, most: 120 },
  passedPlaces: { least: 1, most: 20 },
  callsBeforeNoShow: { least: 1, most: 10 },
} as const;
export const questionHoursLimits = { least: 0, most: 168 };
/** What an organisation may set for each of the numbers of bookings. */
export const bookingCountLimits = { least: 1, most: 100 };
export const defaultVisitSettings: VisitSettings = {
  opensMinutesBefore: 30,
  cancelMinutesBefore: 30,
  closesMinutesAfter: 240,
  lateGraceMinutes: 10,
  passedPlaces: 2,
  callsBeforeNoShow: 3,
  careAccessDays: 30,
  questionHours: 48,
  breakGlassHours: 4,
  bookingsPerSpecialistDay: 1,
  bookingsPerDepartmentDay: 2,
  bookingsPerPerson: 10,
  bookingsPerAccount: 20,
};

/** Whether `now` is before, inside or after the window in which a visit may be checked in to and opened. */
export function visitWindow(
  slot: { start: Date; end: Date },
  settings: VisitSettings,
  now: Date,
): "early" | "open" | "late" {
  if (now.getTime() < slot.start.getTime() - settings.opensMinutesBefore * 60_000) return "early";
  return now.getTime() > slot.end.getTime() + settings.closesMinutesAfter * 60_000 ? "late" : "open";
}
