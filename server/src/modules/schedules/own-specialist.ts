import { organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { getSpecialist, type SpecialistRecord } from "../specialists/index.ts";

/** A specialist of the admin's own organisation; one elsewhere and one that does not exist answer alike. */
export async function requireOwnSpecialist(ctx: Ctx, specialistId: string): Promise<SpecialistRecord> {
  const specialist = await getSpecialist(specialistId);
  if (specialist?.organizationId !== organizationOf(ctx)) throw new AppError("forbidden");
  return specialist;
}
