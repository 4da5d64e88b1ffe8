import type { ErrorCode, FieldError } from "@fuzhen/shared/errors.ts";
import { practiceFault as faultOf } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { inactiveUsersAmong } from "../users/index.ts";
import { findSpecialists } from "./specialist.repo.ts";

/**
 * Why this specialist may not practise on that hospital day (R4): not published or no longer working here
 * (`forbidden`), licence expired, hospital's consent withdrawn, or too few years. Null when they may.
 */
export async function practiceFault(
  specialistId: string,
  day: string,
): Promise<{ code: ErrorCode; fields: FieldError[] } | null> {
  // Asked with almost every call, so without the names of where they work.
  const [specialist] = await findSpecialists([specialistId]);
  if (!specialist) return { code: "forbidden", fields: [] };
  const gone = await inactiveUsersAmong([specialist.userId]);
  return faultOf({ ...specialist, active: !gone.has(specialist.userId) }, day);
}
