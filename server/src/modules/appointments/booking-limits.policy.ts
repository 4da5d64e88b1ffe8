import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";

/** A booking still to come or under way, as limits look at it. */
export interface StandingBooking {
  specialistId: string;
  departmentId: string;
  start: Date;
}

/** Which limit one booking more would break (R42), the narrowest first; null when none. `zone` is the hospital's. */
export function limitBroken(
  wanted: StandingBooking,
  standing: { ofPerson: readonly StandingBooking[]; ofAccount: number },
  rules: BookingRules,
  zone: string,
): ErrorCode | null {
  const day = dayOf(wanted.start, zone);
  const ofDay = standing.ofPerson.filter(({ start }) => dayOf(start, zone) === day);
  const withSpecialist = ofDay.filter(({ specialistId }) => specialistId === wanted.specialistId).length;
  const inDepartment = ofDay.filter(({ departmentId }) => departmentId === wanted.departmentId).length;
  if (withSpecialist >= rules.bookingsPerSpecialistDay) return "booking_limit_specialist";
  if (inDepartment >= rules.bookingsPerDepartmentDay) return "booking_limit_department";
  if (standing.ofPerson.length >= rules.bookingsPerPerson) return "booking_limit_person";
  return standing.ofAccount >= rules.bookingsPerAccount ? "booking_limit" : null;
}
