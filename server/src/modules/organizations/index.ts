import type { ServerModule } from "../module.ts";
import { organizationChecks } from "./organization-checks.repo.ts";
import { routes } from "./organization.routes.ts";

export { addOrganization } from "./add-organization.ts";
export {
  activeDepartments,
  closedDepartments,
  getDepartment,
  getDepartments,
  type DepartmentRecord,
} from "./department.repo.ts";
export { getOrganization, getOrganizations, listOrganizations, type OrganizationRecord } from "./organization.repo.ts";
export { visitSettingsOf } from "./visit-settings.ts";

export const organizationsModule: ServerModule = { routes: { organizations: routes }, checks: organizationChecks };
