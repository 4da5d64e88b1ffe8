import type { Ctx } from "../../platform/context.ts";
import { getPatient } from "../patients/index.ts";
import type { AppointmentRecord } from "./appointment.record.ts";

/** Whose visit it is, as claims know people. Records are kept for 15 years (R32), so a missing one is a fault of ours. */
export async function personOf(ctx: Ctx, { patientId }: Pick<AppointmentRecord, "patientId">): Promise<string> {
  const patient = await getPatient(ctx, patientId);
  if (!patient) throw new Error("an appointment of nobody");
  return patient.person;
}
