import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { endCareAccess, grantCareAccess } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { claimTime, publishedScheduleOf } from "../schedules/index.ts";
import { getSpecialist } from "../specialists/index.ts";
import { sideOf } from "./appointment.policy.ts";
import { presentBookings } from "./appointment.present.ts";
import { sealReason, type AppointmentRecord } from "./appointment.record.ts";
import { findAppointment, setCancelled, setMoved } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { bookableSlot } from "./offered-slots.ts";

/** A booking of the admin's own organisation; another's and none answer alike. */
export async function requireBooking(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await findAppointment(appointmentId);
  if (!record || sideOf(actorOf(ctx), record) !== "office") throw new AppError("forbidden");
  return record;
}

export async function replyBooking(ctx: Ctx, record: AppointmentRecord): Promise<Booking> {
  const [booking] = await presentBookings(ctx, [record]);
  if (!booking) throw new Error("a booking that cannot be shown");
  return booking;
}

/** Where the patient booked it, however often it was moved since. */
export const movedFrom = ({ moved, specialistId, start }: AppointmentRecord, at: Date): AppointmentRecord["moved"] => ({
  specialistId: moved?.specialistId ?? specialistId,
  start: moved?.start ?? start,
  at,
});

/** The office calls a booking off, until the visit is opened. Frees the slot; both sides read why. `already_cancelled`, `illegal_state`. */
export async function cancelBooking(
  ctx: Ctx,
  { appointmentId, reason }: { appointmentId: string; reason: string },
): Promise<Booking> {
  const record = await requireBooking(ctx, appointmentId);
  const cancelled = { by: "admin" as const, sealedReason: sealReason(ctx.keys, record.id, reason), at: ctx.now() };
  return replyBooking(
    ctx,
    await changeAppointment(ctx, record, {
      verb: "cancel",
      byOffice: true,
      fact: "appointment:cancelled",
      write: () => setCancelled(record.id, cancelled),
      also: () => endCareAccess(ctx, { appointmentId: record.id }),
    }),
  );
}

/**
 * The office moves a booking to another free slot of the same specialist and kind, at the fee that was agreed. Sent again it
 * answers what is there. `slot_unavailable`, `patient_busy`, `illegal_state` when it is no longer where it was seen.
 */
export async function moveBooking(
  ctx: Ctx,
  input: { appointmentId: string; from: string; start: string },
): Promise<Booking> {
  const record = await requireBooking(ctx, input.appointmentId);
  const [from, start] = [new Date(input.from), new Date(input.start)];
  const done = (now: AppointmentRecord) => now.start.getTime() === start.getTime() && now.status === "booked";
  const { timeZone, careAccessDays } = await visitSettingsOf(record.organizationId);
  const { specialistId, person } = record;
  const offered = async () => {
    const specialist = await getSpecialist(specialistId);
    const schedule = await publishedScheduleOf(specialistId);
    const slot = specialist && bookableSlot(specialist, schedule, start, ctx.now(), timeZone);
    if (slot?.visitKind !== record.visitKind) throw new AppError("slot_unavailable");
    return slot;
  };
  const moved = await changeAppointment(ctx, record, {
    verb: "move",
    byOffice: true,
    fact: "appointment:moved",
    done,
    check: async () => void (await offered()),
    turns: { specialist: specialistId, person },
    write: async () => {
      const { to, capacity } = await offered();
      const seen = { specialistId, start: from };
      const after = await setMoved(record.id, seen, { start, end: to, moved: movedFrom(record, ctx.now()) });
      // One write lets the old time go and takes the new one, which may reach into the old.
      if (after)
        await claimTime(ctx, { kind: "booking", holder: record.id, specialistId, person, from: start, to, capacity });
      return after;
    },
    also: (after) =>
      grantCareAccess(ctx, {
        patientId: after.patientId,
        specialistId: after.specialistId,
        organizationId: after.organizationId,
        appointmentId: after.id,
        from: ctx.now(),
        visitEnd: after.end,
        until: new Date(after.end.getTime() + careAccessDays * DAY_MS),
      }),
  });
  return replyBooking(ctx, moved);
}
