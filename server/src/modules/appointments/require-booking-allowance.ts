import type { VisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { countStanding, findStandingOfPerson } from "./appointment.repo.ts";
import { limitBroken } from "./booking-limits.policy.ts";

type Booking = Pick<AppointmentRecord, "accountId" | "person" | "specialistId" | "departmentId" | "start">;

/**
 * Call inside a booking's transaction, behind the turns of account and person and before the insert: refuses when they hold as many
 * as allowed (R42), with the code of the limit.
 */
export async function requireBookingAllowance(
  { now }: Pick<Ctx, "now">,
  booking: Booking,
  settings: VisitSettings & { timeZone: string },
): Promise<void> {
  const ofPerson = await findStandingOfPerson(booking.person, now());
  const ofAccount = await countStanding(booking.accountId, now());
  const broken = limitBroken(booking, { ofPerson, ofAccount }, settings, settings.timeZone);
  if (broken) throw new AppError(broken);
}
