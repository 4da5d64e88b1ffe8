import type { ErrorCode, FieldError } from "@fuzhen/shared/errors.ts";
import { practiceFault as faultOf } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { getSpecialist } from "./specialist.reads.ts";

/**
 * Why this specialist may not treat anybody on that hospital day (R4): no longer published or no longer at work here
 * (`forbidden`), licence run out, consent of the hospital taken back, years too few. Null when nothing stands against it.
 */
export async function practiceFault(
  specialistId: string,
  day: string,
): Promise<{ code: ErrorCode; fields: FieldError[] } | null> {
  const specialist = await getSpecialist(specialistId);
  return specialist ? faultOf(specialist, day) : { code: "forbidden", fields: [] };
}
