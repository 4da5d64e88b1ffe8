import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { grantCareAccess } from "../care-access/index.ts";
import { requireConsents } from "../patients/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { bookingConflictOf, setRestored } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";

/**
 * The specialist takes a refusal back until the visit's time: the booking stands again as before and is to be judged anew.
 * `slot_unavailable` when somebody else has the slot by now, `patient_busy` when the patient sits elsewhere then,
 * `consent_required` when the patient has taken one back, `illegal_state`, `too_late`. Repeating it is harmless.
 */
export async function restoreAppointment(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, appointmentId);
  const { careAccessDays } = await visitSettingsOf(record.organizationId);
  try {
    return await changeAppointment(ctx, record, {
      verb: "restore",
      fact: "appointment:restored",
      // It stands on them as a new booking would, and they may have been taken back since.
      check: () => requireConsents(ctx, record.patientId),
      done: (now) => now.status !== "cancelled" && now.judgement?.decision !== "declined",
      // The sight of the patient ended with the refusal and comes back with the booking, before it is asked for.
      write: async () => {
        const after = await setRestored(record.id, record.checkedInAt);
        if (after)
          await grantCareAccess(ctx, {
            patientId: after.patientId,
            specialistId: after.specialistId,
            organizationId: after.organizationId,
            appointmentId: after.id,
            from: ctx.now(),
            visitEnd: after.end,
            until: new Date(after.end.getTime() + careAccessDays * DAY_MS),
          });
        return after;
      },
    });
  } catch (error) {
    const conflict = bookingConflictOf(error);
    if (!conflict) throw error;
    throw new AppError(conflict === "patient" ? "patient_busy" : "slot_unavailable");
  }
}
