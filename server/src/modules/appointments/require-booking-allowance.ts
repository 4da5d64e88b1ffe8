import type { VisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { addDays, dayOf, instantAt } from "@fuzhen/shared/time.ts";
import { AppError } from "../../platform/errors.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { countActive } from "./appointment.repo.ts";

/**
 * Call inside a booking's transaction, behind the account's turn and before the insert: `booking_limit` when the account or the patient already holds
 * as many appointments as allowed (R42).
 */
export async function requireBookingAllowance(
  {
    accountId,
    patientId,
    departmentId,
    start,
  }: Pick<AppointmentRecord, "accountId" | "patientId" | "departmentId" | "start">,
  settings: VisitSettings & { timeZone: string },
): Promise<void> {
  const day = dayOf(start, settings.timeZone);
  const from = instantAt(day, "00:00", settings.timeZone);
  const to = instantAt(addDays(day, 1), "00:00", settings.timeZone);
  const ofDay = await countActive({ patientId, departmentId, start: { $gte: from, $lt: to } });
  if (ofDay >= settings.bookingsPerDepartmentDay) throw new AppError("booking_limit");
  if ((await countActive({ accountId })) >= settings.bookingsPerAccount) throw new AppError("booking_limit");
}
