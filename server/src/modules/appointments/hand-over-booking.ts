import type { Booking, HandOverBookingInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { endCareAccess, grantCareAccess } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { claimTime, publishedScheduleOf } from "../schedules/index.ts";
import { getSpecialist } from "../specialists/index.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { setMoved } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { bookableSlot } from "./offered-slots.ts";
import { movedFrom, replyBooking, requireBooking } from "./office-booking.ts";

/**
 * The office gives a booking to a colleague of the same department, on duty and with a free slot of the same kind then
 * (`slot_unavailable`; `patient_busy` when the patient sits elsewhere). The disease stays the one that was diagnosed in person
 * (R10), and the colleague judges for themselves whether it may be followed up online (R11): an earlier judgement counts no
 * more. The patient pays no more than was agreed, nor more than the colleague asks (R3). With the old time ends the
 * sight of whoever had it. Sent again it answers what is there; `illegal_state` when it is no longer where it was seen.
 */
export async function handOverBooking(ctx: Ctx, { appointmentId, from, to }: HandOverBookingInput): Promise<Booking> {
  const record = await requireBooking(ctx, appointmentId);
  const start = new Date(to.start);
  const { specialistId } = to;
  const { person } = record;
  const seen = { specialistId: from.specialistId, start: new Date(from.start) };
  const { timeZone, careAccessDays } = await visitSettingsOf(record.organizationId);
  const offered = async () => {
    const colleague = await getSpecialist(specialistId);
    const takes =
      colleague?.organizationId === record.organizationId &&
      colleague.departmentId === record.departmentId &&
      specialistId !== from.specialistId;
    const slot = takes && bookableSlot(colleague, await publishedScheduleOf(specialistId), start, ctx.now(), timeZone);
    if (!slot || slot.visitKind !== record.visitKind) throw new AppError("slot_unavailable");
    return slot;
  };
  const done = (now: AppointmentRecord) =>
    now.specialistId === specialistId && now.start.getTime() === start.getTime() && now.status === "booked";
  const handedOver = await changeAppointment(ctx, record, {
    verb: "handOver",
    byOffice: true,
    fact: "appointment:handed-over",
    about: { former: from },
    done,
    check: async () => void (await offered()),
    turns: { specialist: specialistId, person },
    write: async () => {
      const { to: end, capacity, feeCents } = await offered();
      const after = await setMoved(record.id, seen, {
        specialistId,
        start,
        end,
        feeCents: Math.min(feeCents, record.feeCents),
        judgement: null,
        moved: movedFrom(record, ctx.now()),
      });
      // One write lets the time with the other go and takes this one: never neither, never both.
      if (after)
        await claimTime(ctx, {
          kind: "booking",
          holder: record.id,
          specialistId,
          person,
          from: start,
          to: end,
          capacity,
        });
      return after;
    },
    also: async (after) => {
      await endCareAccess(ctx, { appointmentId: after.id });
      await grantCareAccess(ctx, {
        patientId: after.patientId,
        specialistId,
        organizationId: after.organizationId,
        appointmentId: after.id,
        from: ctx.now(),
        visitEnd: after.end,
        until: new Date(after.end.getTime() + careAccessDays * DAY_MS),
      });
    },
  });
  return replyBooking(ctx, handedOver);
}
