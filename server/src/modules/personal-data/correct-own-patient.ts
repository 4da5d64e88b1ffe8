import type { CorrectPatientInput } from "@fuzhen/shared/patients/correction.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { openBookings, renamePerson } from "../appointments/index.ts";
import { correctPatient } from "../patients/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

/**
 * The account corrects one of its 就诊人 (patients/correct-patient.ts says how far). The number of the document is what a booking
 * was made on, and what is looked at in the visit (R42), so it stays while one is open: `booking_open`, with that booking.
 */
export const correctOwnPatient = (ctx: Ctx, input: CorrectPatientInput): Promise<Patient> =>
  correctPatient(ctx, input, async (person) => {
    const [first] = await openBookings(ctx, { patientId: input.patientId });
    if (first) throw new AppError("booking_open", [], null, { type: "Appointment", id: first.id });
    await renamePerson(input.patientId, person);
  });
