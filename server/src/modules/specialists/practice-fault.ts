import type { ErrorCode, FieldError } from "@fuzhen/shared/errors.ts";
import { practiceFault as faultOf } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { getSpecialist } from "./specialist.reads.ts";

/**
 * Why this specialist may not practise on that hospital day (R4): not published or no longer working here
 * (`forbidden`), licence expired, hospital's consent withdrawn, or too few years. Null when they may.
 */
export async function practiceFault(
  specialistId: string,
  day: string,
): Promise<{ code: ErrorCode; fields: FieldError[] } | null> {
  const specialist = await getSpecialist(specialistId);
  return specialist ? faultOf(specialist, day) : { code: "forbidden", fields: [] };
}
