import type { Department, Organization } from "@fuzhen/shared/organizations/organization.schema.ts";
import type { DepartmentRecord } from "./department.repo.ts";
import type { OrganizationRecord } from "./organization.repo.ts";

/** What the public must be able to read of an institution (R1). */
export const presentOrganization = (record: OrganizationRecord): Organization => ({
  id: record.id,
  name: record.name,
  level: record.level,
  licenceNumber: record.licenceNumber,
  address: record.address,
  complaintPhone: record.complaintPhone,
  feePayment: record.feePayment,
  timeZone: record.timeZone,
});

export const presentDepartment = (record: DepartmentRecord, organization: OrganizationRecord): Department => ({
  id: record.id,
  organizationId: record.organizationId,
  organizationName: organization.name,
  code: record.code,
  name: record.name,
  active: record.active,
});
