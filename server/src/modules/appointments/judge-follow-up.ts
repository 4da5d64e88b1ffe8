import type { JudgeFollowUpInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { endCareAccess } from "../care-access/index.ts";
import { sealReason, type AppointmentRecord } from "./appointment.record.ts";
import { setAccepted, setDeclined } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";

/**
 * The specialist of the appointment records whether this is a follow-up that can be treated online (R11), with
 * decision, reason, time and person. Declined means "please go to a hospital" (R12): the booking is cancelled with the
 * reason, and the slot is free again. The decision may change until the visit is opened; repeating it is harmless.
 */
export async function judgeFollowUp(ctx: Ctx, input: JudgeFollowUpInput): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, input.appointmentId);
  const accepted = input.decision === "accepted";
  const judgement = {
    decision: input.decision,
    sealedReason: sealReason(ctx.keys, record.id, input.reason),
    at: ctx.now(),
    by: actorOf(ctx).userId,
  };
  return changeAppointment(ctx, record, {
    verb: "judge",
    fact: "appointment:judged",
    done: (now) => now.judgement?.decision === input.decision && (accepted ? now.status !== "cancelled" : true),
    write: () => (accepted ? setAccepted(record.id, judgement) : setDeclined(record.id, judgement)),
    also: async () => {
      if (!accepted) await endCareAccess(ctx, { appointmentId: record.id });
    },
  });
}
