import type { Role } from "@fuzhen/shared/roles.ts";
import { makeHospital } from "./make-organization.ts";
import { makeSpecialist } from "./make-specialist.ts";
import { makePatientAccount, makeStaff } from "./make-user.ts";
import type { TestApp } from "./test-app.ts";

/** Access token of somebody new in a role, in a place of their own: a stranger to all other test data. */
export async function signInAs(app: TestApp, role: Role): Promise<string> {
  if (role === "patient") return (await makePatientAccount(app)).token;
  if (role === "specialist") return (await makeSpecialist(app)).token;
  const { organization, admin } = await makeHospital(app);
  return role === "admin" ? admin.token : (await makeStaff(app, organization, { role })).token;
}
