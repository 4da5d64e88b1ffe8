import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import type { OrganizationRecord } from "../../src/modules/organizations/index.ts";
import { insertDepartment } from "../../src/modules/organizations/department.repo.ts";
import { presentDepartment } from "../../src/modules/organizations/organization.present.ts";
import { insertOrganization } from "../../src/modules/organizations/organization.repo.ts";
import { makeStaff, type TestUser } from "./make-user.ts";
import type { TestApp } from "./test-app.ts";

let licences = 0;

/** An institution; `visitSettings` and `registeredCodes` may be overridden. */
export function makeOrganization(
  app: TestApp,
  overrides: Partial<Omit<OrganizationRecord, "id">> = {},
): Promise<OrganizationRecord> {
  licences += 1;
  const row = {
    name: `测试医院${licences}`,
    level: "三级甲等",
    licenceNumber: `PDY${String(licences).padStart(8, "0")}110101A1001`,
    address: "测试市测试路 1 号",
    timeZone: "Asia/Shanghai",
    registeredCodes: [],
    visitSettings: {},
    ...overrides,
  };
  return insertOrganization(row, app.ctx.now());
}

/** A department, opened by an admin through the API. */
export async function makeDepartment(
  app: TestApp,
  admin: TestUser,
  { code = "03.06", name = "肾内科" } = {},
): Promise<Department> {
  const reply = await app.call<Department>("POST", "/admin/departments", { as: admin.token, body: { code, name } });
  if (reply.status !== 201) throw new Error(`department answered ${reply.status} ${reply.problem?.code}`);
  return reply.data;
}

/** Most tests are about other things than how much one account may book. */
const roomy = {
  bookingsPerSpecialistDay: 100,
  bookingsPerDepartmentDay: 100,
  bookingsPerPerson: 100,
  bookingsPerAccount: 100,
};

/** An institution at work: one admin, one department. */
export interface TestHospital {
  organization: OrganizationRecord;
  admin: TestUser;
  department: Department;
}

export async function makeHospital(
  app: TestApp,
  overrides: Partial<Omit<OrganizationRecord, "id">> = {},
): Promise<TestHospital> {
  const visitSettings = { ...roomy, ...overrides.visitSettings };
  const organization = await makeOrganization(app, { ...overrides, visitSettings });
  const admin = await makeStaff(app, organization);
  const row = { organizationId: organization.id, code: "03.06", name: "肾内科" };
  const department = presentDepartment(await insertDepartment(row, app.ctx.now()), organization);
  return { organization, admin, department };
}
