import { departments } from "@fuzhen/shared/terminology/departments.ts";
import type { AddDepartmentInput, Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { insertDepartment } from "./department.repo.ts";
import "./organization.facts.ts";
import { presentDepartment } from "./organization.present.ts";
import { nameTaken } from "./name-taken.ts";
import { ownOrganization } from "./organization.reads.ts";

/** Whether the paper licence covers a code: itself or the first-level subject above it. */
const covers = (registered: readonly string[], code: string) =>
  registered.includes(code) || registered.includes(code.slice(0, 2));

/**
 * An admin opens a department of their own organisation, also beside others of the same code. Its code must be in the national table and, where the
 * registered ones are on file, within them (R2). `invalid_input` on `code`, `department_exists`.
 */
export async function addDepartment(ctx: Ctx, input: AddDepartmentInput): Promise<Department> {
  const organization = await ownOrganization(ctx);
  if (!departments.some((department) => department.code === input.code))
    throw new AppError("invalid_input", [{ path: "code", code: "department_code" }]);
  if (organization.registeredCodes.length > 0 && !covers(organization.registeredCodes, input.code))
    throw new AppError("invalid_input", [{ path: "code", code: "department_not_registered" }]);
  try {
    const added = await inTransaction(ctx, async () => {
      const record = await insertDepartment({ ...input, organizationId: organization.id }, ctx.now());
      await recordFact(ctx, {
        type: "department:added",
        patientId: null,
        entity: { type: "Department", id: record.id },
        data: { departmentId: record.id, organizationId: organization.id, code: record.code },
      });
      return record;
    });
    return presentDepartment(added, organization);
  } catch (error) {
    throw nameTaken(error);
  }
}
