import type { ServerModule } from "../module.ts";

export { getDepartment, getDepartments, inactiveDepartmentIds, type DepartmentRecord } from "./department.repo.ts";
export { getOrganization, listOrganizations, type OrganizationRecord } from "./organization.repo.ts";
export { visitSettingsOf } from "./visit-settings.ts";

export const organizationsModule: ServerModule = {};
