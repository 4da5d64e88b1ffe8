import type { Ctx } from "../../platform/context.ts";
import { requireConsents } from "../patients/index.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { setCheckedIn } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";

/**
 * The patient's account checks in, within the organisation's time window (`too_early`, `too_late`) and with consents in
 * force. Repeating it is harmless.
 */
export async function checkIn(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, appointmentId);
  return changeAppointment(ctx, record, {
    verb: "checkIn",
    fact: "appointment:checked-in",
    done: ({ status }) => status === "checked-in",
    check: () => requireConsents(ctx, record.patientId),
    write: () => setCheckedIn(record.id, ctx.now()),
  });
}
