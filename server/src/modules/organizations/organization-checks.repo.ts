import type { DataCheck } from "../../platform/data-check.ts";
import { refersTo } from "../../platform/row-checks.ts";
import { DepartmentModel, type DepartmentDoc } from "./department.model.ts";

export const organizationChecks: readonly DataCheck[] = [
  refersTo<DepartmentDoc>(
    "organizations.department-has-organization",
    DepartmentModel,
    "organizationId",
    "organizations",
  ),
];
