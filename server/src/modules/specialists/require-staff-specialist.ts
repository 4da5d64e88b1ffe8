import { getDepartment, type DepartmentRecord } from "../organizations/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { canKeepStaffOf } from "./specialist.policy.ts";
import type { SpecialistRecord } from "./specialist-places.repo.ts";
import { getSpecialist } from "./specialist.reads.ts";

/** A specialist of the admin's own organisation; `forbidden` alike for another's and none. */
export async function requireStaffSpecialist(ctx: Ctx, specialistId: string): Promise<SpecialistRecord> {
  const specialist = await getSpecialist(specialistId);
  if (!specialist || !canKeepStaffOf(ctx.actor, specialist)) throw new AppError("forbidden");
  return specialist;
}

/** Checks that the department belongs to the admin's own organisation. */
export async function requireOwnDepartment(ctx: Ctx, departmentId: string): Promise<DepartmentRecord> {
  const department = await getDepartment(departmentId);
  if (!department || !canKeepStaffOf(ctx.actor, department)) throw new AppError("forbidden");
  return department;
}

/** A licence that ends before it begins is a typing error. */
export function requireLicenceDates(licence: { licenceValidFrom: string; licenceValidTo: string }): void {
  if (licence.licenceValidFrom > licence.licenceValidTo)
    throw new AppError("licence_invalid", [{ path: "licenceValidTo", code: "licence_dates" }]);
}
