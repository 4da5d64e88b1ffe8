import { turnOnArrival } from "@fuzhen/shared/waiting/waiting.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { requireConsents } from "../patients/index.ts";
import { redFlagsIn } from "../terminology/index.ts";
import { openTexts, type AppointmentRecord } from "./appointment.record.ts";
import { setCheckedIn } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";

/**
 * The patient's account checks in, within the organisation's time window (`too_early`, `too_late`) and with consents in
 * force, and stands in the specialist's queue from then on (waiting). Repeating it is harmless.
 */
export async function checkIn(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, appointmentId);
  return changeAppointment(ctx, record, {
    verb: "checkIn",
    fact: "appointment:checked-in",
    done: ({ status }) => status === "checked-in",
    check: () => requireConsents(ctx, record.patientId),
    write: async () => {
      const now = ctx.now();
      const { lateGraceMinutes } = await visitSettingsOf(record.organizationId);
      return setCheckedIn(record.id, now, {
        turnAt: turnOnArrival(record.start, now, lateGraceMinutes),
        urgent: redFlagsIn(openTexts(ctx.keys, record).message).length > 0,
        called: false,
        calledAt: null,
        calledUntil: null,
        callKey: null,
        answeredAt: null,
        passes: 0,
        away: false,
        device: null,
      });
    },
  });
}
