import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/outbox.ts";
import { requireConsents, type PatientRecord } from "../patients/index.ts";
import { takeTurns } from "../../platform/turn.repo.ts";
import { grantCareAccess, requirePatientAccess } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { claimTime, publishedScheduleOf, TimeTaken } from "../schedules/index.ts";
import { getSpecialist } from "../specialists/index.ts";
import { recordAppointmentFact } from "./appointment.facts.ts";
import { sealTexts, type AppointmentRecord } from "./appointment.record.ts";
import { findByRequestKey, insertAppointment, isRepeatedRequest } from "./appointment.repo.ts";
import { bookableSlot } from "./offered-slots.ts";
import { requireBookingAllowance } from "./require-booking-allowance.ts";
import { requireProof, requireReportsOf } from "./patient-reports.ts";
import { refusalOfTime } from "./time-taken.ts";

/**
 * The account of a patient books a follow-up. Needs consents in force (`consent_required`), a slot that is offered
 * (`slot_unavailable`) and the proof of the diagnosis on file (`proof_required`); all of it is read again inside the
 * transaction. The claim of the time sees to it that visits of a specialist, and of a person (`patient_busy`), never meet;
 * nobody holds more than the organisation allows (`booking_limit…`). Repeating the same requestKey answers the first booking.
 * From now on the specialist may see the patient.
 */
export async function bookAppointment(ctx: Ctx, input: BookAppointmentInput): Promise<AppointmentRecord> {
  const { userId } = actorOf(ctx);
  const patient = await requirePatientAccess(ctx, input.patientId, "book-appointment");
  const repeated = await findByRequestKey(userId, input.requestKey);
  if (repeated) return repeated;
  const id = newId();
  // Asked before, so that a hopeless booking holds up nobody, and again inside, where the answer counts.
  await planBooking(ctx, id, patient, input);
  try {
    return await inTransaction(ctx, async () => {
      const { person } = patient;
      await takeTurns({ patient: patient.id, specialist: input.specialistId, account: userId, person });
      const { booking, slot, settings } = await planBooking(ctx, id, patient, input);
      await requireBookingAllowance(ctx, booking, settings);
      await claimTime(ctx, { ...slot, kind: "booking", holder: id, specialistId: booking.specialistId, person });
      const booked = await insertAppointment(booking);
      await grantCareAccess(ctx, {
        patientId: patient.id,
        specialistId: booked.specialistId,
        organizationId: booked.organizationId,
        appointmentId: booked.id,
        from: ctx.now(),
        visitEnd: booked.end,
        until: new Date(booked.end.getTime() + settings.careAccessDays * DAY_MS),
      });
      await recordAppointmentFact(ctx, "appointment:booked", booked);
      return booked;
    });
  } catch (error) {
    const taken = error instanceof TimeTaken;
    const full = error instanceof AppError && error.code.startsWith("booking_limit");
    if (!taken && !full && !isRepeatedRequest(error)) throw error;
    // The same request was sent twice at once: whatever stopped the second, the answer is the booking of the first.
    const first = await findByRequestKey(userId, input.requestKey);
    if (first) return first;
    throw taken ? await refusalOfTime(ctx, error) : error;
  }
}

/** The booking as it may be made at this moment, or why not. */
async function planBooking(
  ctx: Ctx,
  id: string,
  { id: patientId, person }: PatientRecord,
  input: BookAppointmentInput,
) {
  await requireConsents(ctx, patientId);
  const specialist = await getSpecialist(input.specialistId);
  if (!specialist) throw new AppError("slot_unavailable");
  const settings = await visitSettingsOf(specialist.organizationId);
  const schedule = await publishedScheduleOf(specialist.id);
  const slot = bookableSlot(specialist, schedule, new Date(input.start), ctx.now(), settings.timeZone);
  if (!slot) throw new AppError("slot_unavailable");
  await requireProof(patientId, input.proofReportId);
  await requireReportsOf(patientId, input.reportIds);
  const booking = {
    id,
    requestKey: input.requestKey,
    accountId: actorOf(ctx).userId,
    patientId,
    person,
    specialistId: specialist.id,
    organizationId: specialist.organizationId,
    departmentId: specialist.departmentId,
    start: slot.from,
    end: slot.to,
    feeCents: slot.feeCents,
    visitKind: slot.visitKind,
    sealedTexts: sealTexts(ctx.keys, id, input),
    proofReportId: input.proofReportId,
    reportIds: [...new Set(input.reportIds)],
    bookedAt: ctx.now(),
  };
  return { booking, slot, settings };
}
