import type { ErrorCode, FieldError } from "@fuzhen/shared/errors.ts";
import { dutyFault } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { findSpecialists } from "./specialist.repo.ts";

/**
 * Why this specialist may not treat anybody on that hospital day (R4): no longer published (`forbidden`), licence run
 * out, consent of the hospital taken back, years too few. Null when nothing stands against it.
 */
export async function practiceFault(
  specialistId: string,
  day: string,
): Promise<{ code: ErrorCode; fields: FieldError[] } | null> {
  const [specialist] = await findSpecialists([specialistId]);
  return specialist?.published ? dutyFault(specialist, day) : { code: "forbidden", fields: [] };
}
