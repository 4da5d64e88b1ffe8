import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { oneAtATime } from "../../platform/one-at-a-time.ts";
import { newId } from "../../platform/outbox.ts";
import { takeTurns } from "../../platform/turn.repo.ts";
import { grantCareAccess, requirePatientAccess } from "../care-access/index.ts";
import type { PatientRecord } from "../patients/index.ts";
import { claimTime, placesBeside, TimeTaken } from "../schedules/index.ts";
import type { SpecialistRecord } from "../specialists/index.ts";
import { recordAppointmentFact } from "./appointment.facts.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { findByRequestKey, insertAppointment, isRepeatedRequest } from "./appointment.repo.ts";
import { planBooking, readGround, type Plan, type Wish } from "./plan-booking.ts";
import { refusalOfTime } from "./time-taken.ts";

export interface Booked {
  record: AppointmentRecord;
  /** As they were read for the booking; undefined when it stood before. */
  people?: { patient: PatientRecord; specialist: SpecialistRecord };
}

/**
 * The account of a patient books a follow-up. Needs consents in force (`consent_required`), a slot that is offered
 * (`slot_unavailable`) and the proof of the diagnosis on file (`proof_required`). The claim of the time sees to it that visits of a
 * specialist, and of a person (`patient_busy`), never meet; nobody holds more than the organisation allows (`booking_limit…`).
 * All of it is asked before, so that a hopeless booking holds up nobody, and again in the transaction, where the answer
 * counts. Repeating the same requestKey answers the first booking. From now on the specialist may see the patient.
 */
export async function bookAppointment(ctx: Ctx, input: BookAppointmentInput): Promise<Booked> {
  const { userId } = actorOf(ctx);
  const patient = await requirePatientAccess(ctx, input.patientId, "book-appointment");
  const wish: Wish = { id: newId(), accountId: userId, patient, input };
  try {
    return await oneAtATime(
      `${input.specialistId} ${Date.parse(input.start)}`,
      () => ask(ctx, wish),
      (asked) => ("record" in asked ? Promise.resolve(asked) : book(ctx, wish, asked)),
    );
  } catch (error) {
    throw error instanceof TimeTaken ? await refusalOfTime(ctx, error) : error;
  }
}

/** What may be booked as it stands now, or what the request has booked already. */
async function ask(ctx: Ctx, wish: Wish): Promise<Plan | Booked> {
  const ground = await readGround(ctx, wish);
  if (ground.repeated) return { record: ground.repeated };
  const plan = planBooking(ctx, wish, ground);
  placesBeside(ground.met, { holder: wish.id, capacity: plan.slot.capacity }, ctx.now());
  return plan;
}

async function book(ctx: Ctx, wish: Wish, expected: Plan): Promise<Booked> {
  const { accountId, patient, input } = wish;
  const { person } = patient;
  try {
    return await inTransaction(ctx, async () => {
      await takeTurns({ patient: patient.id, specialist: input.specialistId, account: accountId, person });
      const ground = await readGround(ctx, wish, expected.slot);
      const { booking, slot, specialist } = planBooking(ctx, wish, ground);
      const { specialistId } = booking;
      const claim = { ...slot, kind: "booking" as const, holder: wish.id, specialistId, person };
      // Of another length than expected: what was read with the ground is not all that it meets.
      await claimTime(ctx, claim, slot.to.getTime() === ground.span.to.getTime() ? ground.met : undefined);
      const record = await insertAppointment(booking);
      await grantCareAccess(ctx, {
        patientId: patient.id,
        specialistId,
        organizationId: record.organizationId,
        appointmentId: record.id,
        from: ctx.now(),
        visitEnd: record.end,
        until: new Date(record.end.getTime() + specialist.settings.careAccessDays * DAY_MS),
      });
      await recordAppointmentFact(ctx, "appointment:booked", record);
      return { record, people: { patient, specialist } };
    });
  } catch (error) {
    const full = error instanceof AppError && error.code.startsWith("booking_limit");
    if (!(error instanceof TimeTaken) && !full && !isRepeatedRequest(error)) throw error;
    // The same request was sent twice at once: whatever stopped the second, the answer is the booking of the first.
    const record = await findByRequestKey(accountId, input.requestKey);
    if (record) return { record };
    throw error;
  }
}
