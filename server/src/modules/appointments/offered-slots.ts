import { slotHorizon } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { offeredSlotAt, offersOf, type OfferDay, type OfferedSlot } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import type { ScheduleRecord } from "../schedules/index.ts";
import { isOnDuty, type SpecialistRecord } from "../specialists/index.ts";

/** Days with what is offered; nothing on a day the specialist may not be on duty (R4), whatever the schedule says. */
export function offeredDays(
  specialist: SpecialistRecord,
  schedule: ScheduleRecord | null,
  claims: readonly (TimeSpan & { place: number })[],
  range: { from: string; days: number },
  now: Date,
  zone: string,
): OfferDay[] {
  const last = addDays(dayOf(now, zone), slotHorizon.bookLatest);
  return offersOf(schedule, claims, range, now, zone).map((day) =>
    day.offers.length === 0 || (day.day <= last && isOnDuty(specialist, day.day))
      ? day
      : { day: day.day, reason: "no-session", offers: [] },
  );
}

/** The slot that starts at this instant, if it may be booked under the same rules. Whether it is taken is for the claim to say. */
export function bookableSlot(
  specialist: SpecialistRecord,
  schedule: ScheduleRecord | null,
  start: Date,
  now: Date,
  zone: string,
): OfferedSlot | null {
  const day = dayOf(start, zone);
  if (!schedule || start <= now || day > addDays(dayOf(now, zone), slotHorizon.bookLatest)) return null;
  return (isOnDuty(specialist, day) && offeredSlotAt(schedule, start, zone)) || null;
}
