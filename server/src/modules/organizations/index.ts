import type { ServerModule } from "../module.ts";
import { organizationChecks } from "./organization-checks.repo.ts";
import { routes } from "./organization.routes.ts";

export { addOrganization } from "./add-organization.ts";
export {
  activeDepartments,
  closedDepartments,
  departmentJoining,
  getDepartment,
  getDepartments,
  type DepartmentRecord,
} from "./department.repo.ts";
export {
  getOrganization,
  getOrganizations,
  listOrganizations,
  organizationJoining,
  type NewOrganization,
  type OrganizationRecord,
} from "./organization.repo.ts";
export { settingsIn, visitSettingsOf, type Settings } from "./visit-settings.ts";

export const organizationsModule: ServerModule = { routes: { organizations: routes }, checks: organizationChecks };
