import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { endCareAccess } from "../care-access/index.ts";
import { releaseTime } from "../schedules/index.ts";
import { recordAppointmentFact } from "./appointment.facts.ts";
import { sealReason, type AppointmentRecord } from "./appointment.record.ts";
import { findOpen } from "./appointment-lists.repo.ts";
import { setCancelled, setPersonOf } from "./appointment.repo.ts";

/** What of an account, or of a patient, is to come or under way, soonest first. */
export const openBookings = (
  { now }: Pick<Ctx, "now">,
  of: { accountId: string } | { patientId: string },
): Promise<AppointmentRecord[]> => findOpen(of, now());

/**
 * Calls off bookings of a patient who leaves, at whatever time: nobody is made to stay for a deadline (R54). The specialist is
 * told as of every cancellation, the time is free again. `record_changed` where a visit was opened meanwhile. Joins the
 * caller's transaction, which has taken the patient's turn.
 */
export async function callOff(ctx: Ctx, bookings: readonly AppointmentRecord[]): Promise<void> {
  for (const { id } of bookings) {
    const sealedReason = sealReason(ctx.keys, id, "");
    const written = await setCancelled(id, { by: "patient", sealedReason, at: ctx.now() });
    if (!written) throw new AppError("record_changed");
    await endCareAccess(ctx, { appointmentId: id });
    await releaseTime(id);
    await recordAppointmentFact(ctx, "appointment:cancelled", written);
  }
}

/** The number of a patient's document was corrected: what they have booked is theirs by the new one. Joins the transaction. */
export const renamePerson = (patientId: string, person: string): Promise<void> => setPersonOf(patientId, person);
