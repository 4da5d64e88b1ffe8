import type { Department, UpdateDepartmentInput } from "@fuzhen/shared/organizations/organization.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { canKeepDepartment } from "./department.policy.ts";
import { changeDepartment, getDepartment } from "./department.repo.ts";
import "./organization.facts.ts";
import { presentDepartment } from "./organization.present.ts";
import { nameTaken } from "./name-taken.ts";
import { ownOrganization } from "./organization.reads.ts";

/** An admin renames, closes or reopens a department of their own organisation. `not_found`, `forbidden`, `department_exists`. */
export async function updateDepartment(ctx: Ctx, input: UpdateDepartmentInput): Promise<Department> {
  const { departmentId, ...change } = input;
  const organization = await ownOrganization(ctx);
  const department = await getDepartment(departmentId);
  if (!department) throw new AppError("not_found");
  if (!canKeepDepartment(ctx.actor, department)) throw new AppError("forbidden");
  const changed = await inTransaction(ctx, async () => {
    const record = await changeDepartment(departmentId, organization.id, change);
    if (!record) throw new AppError("not_found");
    await recordFact(ctx, {
      type: "department:updated",
      patientId: null,
      entity: { type: "Department", id: departmentId },
      data: { departmentId, organizationId: organization.id, active: record.active },
    });
    return record;
  }).catch((error: unknown) => {
    throw nameTaken(error);
  });
  return presentDepartment(changed, organization);
}
