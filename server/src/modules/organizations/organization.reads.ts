import type { Department, Organization } from "@fuzhen/shared/organizations/organization.schema.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { activeDepartments, departmentsOfOrganization } from "./department.repo.ts";
import { presentDepartment, presentOrganization } from "./organization.present.ts";
import { getOrganization, listOrganizations, type OrganizationRecord } from "./organization.repo.ts";

/** The organisation of the calling member of staff. */
export async function ownOrganization(ctx: Ctx): Promise<OrganizationRecord> {
  const organization = await getOrganization(organizationOf(ctx));
  if (!organization) throw new AppError("forbidden");
  return organization;
}

export const listPublicOrganizations = async (): Promise<Organization[]> =>
  (await listOrganizations()).map(presentOrganization);

export async function listPublicDepartments(): Promise<Department[]> {
  const organizations = new Map((await listOrganizations()).map((organization) => [organization.id, organization]));
  return (await activeDepartments()).flatMap((department) => {
    const organization = organizations.get(department.organizationId);
    return organization ? [presentDepartment(department, organization)] : [];
  });
}

export async function listOwnDepartments(ctx: Ctx): Promise<Department[]> {
  const organization = await ownOrganization(ctx);
  const departments = await departmentsOfOrganization(organization.id);
  return departments.map((department) => presentDepartment(department, organization));
}
