import { capacityOf } from "@fuzhen/shared/schedules/schedule.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { grantCareAccess } from "../care-access/index.ts";
import { requireConsents } from "../patients/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { claimTime, publishedScheduleOf } from "../schedules/index.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { setRestored } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";

/**
 * The specialist takes a refusal back until the visit's time: the booking stands again as before and is to be judged anew. Its
 * time is claimed again, whatever the schedule offers by now: `slot_unavailable` when others have it, `patient_busy` when the
 * patient sits elsewhere then, `consent_required` when they have taken one back, `illegal_state`, `too_late`. Repeating it is harmless.
 */
export async function restoreAppointment(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, appointmentId);
  const { careAccessDays, timeZone } = await visitSettingsOf(record.organizationId);
  const { specialistId, person, start: from, end: to } = record;
  return changeAppointment(ctx, record, {
    verb: "restore",
    fact: "appointment:restored",
    done: (now) => now.status !== "cancelled" && now.judgement?.decision !== "declined",
    // It stands on them as a new booking would, and they may have been taken back since.
    check: () => requireConsents(ctx, record.patientId),
    turns: { specialist: specialistId, person },
    // The sight of the patient ended with the refusal and comes back with the booking, before it is asked for.
    write: async () => {
      const after = await setRestored(record.id, record);
      if (after)
        await grantCareAccess(ctx, {
          patientId: after.patientId,
          specialistId,
          organizationId: after.organizationId,
          appointmentId: after.id,
          from: ctx.now(),
          visitEnd: to,
          until: new Date(to.getTime() + careAccessDays * DAY_MS),
        });
      return after;
    },
    also: async (after) => {
      const capacity = capacityOf(await publishedScheduleOf(specialistId), { from, to }, timeZone);
      await claimTime(ctx, {
        kind: "booking",
        holder: record.id,
        specialistId,
        person: after.person,
        from,
        to,
        capacity,
      });
    },
  });
}
