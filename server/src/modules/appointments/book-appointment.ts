import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { oneAtATime } from "../../platform/one-at-a-time.ts";
import { newId } from "../../platform/outbox.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { TimeTaken } from "../schedules/index.ts";
import { findByRequestKey } from "./appointment.repo.ts";
import { bookTogether, type Booked } from "./book-together.ts";
import type { Wish } from "./plan-booking.ts";
import { soldTo } from "./sold-time.ts";
import { refusalOfTime } from "./time-taken.ts";

/**
 * The account of a patient books a follow-up. Needs consents in force (`consent_required`), a slot that is offered
 * (`slot_unavailable`) and the proof of the diagnosis on file (`proof_required`). The claim of the time sees to it that visits of a
 * specialist, and of a person (`patient_busy`), never meet; nobody holds more than the organisation allows (`booking_limit…`).
 * Who comes too late for the time is told so at once and holds up nobody. Repeating the same requestKey answers the first
 * booking. From now on the specialist may see the patient.
 */
export async function bookAppointment(ctx: Ctx, input: BookAppointmentInput): Promise<Booked> {
  const { userId } = actorOf(ctx);
  const patient = await requirePatientAccess(ctx, input.patientId, "book-appointment");
  const wish: Wish = { id: newId(), accountId: userId, patient, input };
  try {
    return await oneAtATime(
      `${input.specialistId} ${Date.parse(input.start)}`,
      () => bookedBefore(ctx, wish),
      (before) => (before ? Promise.resolve(before) : bookTogether({ ctx, wish })),
    );
  } catch (error) {
    throw error instanceof TimeTaken ? await refusalOfTime(ctx, error) : error;
  }
}

/** What this request has booked already, where the time is sold; throws `slot_unavailable` when others have it. */
async function bookedBefore(ctx: Ctx, { accountId, patient, input }: Wish): Promise<Booked | null> {
  const persons = await soldTo(ctx, input);
  // Who sits there themselves is told so by what is read for them.
  if (!persons || persons.has(patient.person)) return null;
  const record = await findByRequestKey(accountId, input.requestKey);
  if (!record) throw new AppError("slot_unavailable");
  return { record };
}
