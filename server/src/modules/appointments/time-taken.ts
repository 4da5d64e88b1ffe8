import { userBehind, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { TimeTaken } from "../schedules/index.ts";
import { findAppointment } from "./appointment.repo.ts";

/**
 * What is said when a time could not be claimed: `slot_unavailable`, or `patient_busy` with the visit that the person has then,
 * if the caller's own account booked it. Of another account's bookings nobody learns more than that the time is taken.
 */
export async function refusalOfTime(ctx: Ctx, { of, holder }: TimeTaken): Promise<AppError> {
  if (of === "specialist") return new AppError("slot_unavailable");
  const other = holder === null ? null : await findAppointment(holder);
  const own = other !== null && other.accountId === userBehind(ctx.actor)?.userId;
  return new AppError("patient_busy", [], null, own ? { type: "Appointment", id: other.id } : null);
}
