import type { ServerModule } from "../module.ts";
import { accountChecks } from "./account-checks.repo.ts";
import "./account.facts.ts";
import { routes } from "./account.routes.ts";
import { codeRoutes } from "./code.routes.ts";
import { forgetSessionsJob } from "./forget-sessions.ts";
import { sessionRoutes } from "./session.routes.ts";
import { staffRoutes } from "./staff.routes.ts";
import { sessionBroadcast } from "./session.broadcast.ts";

export { createStaffUser } from "./create-user.ts";
export { DEMO_PASSWORD, demoAccounts } from "./demo-accounts.ts";
export { consentsOf, findPatientsByIdNumber, requireOwnPatient } from "./patient.reads.ts";
export { getPatient, getPatients, type PatientRecord } from "./patient.repo.ts";
export { hasConsent, requireConsent, requireConsents } from "./require-consents.ts";
export { giveDemoFactor } from "./give-demo-factor.ts";
export { removeAllFactors } from "./remove-factor.ts";
export { actorBehind, noteAct, resolveSession, standingNow } from "./resolve-session.ts";
export { activeAdminIds, displayNameOf, getUsers, setDisplayName, staffOf } from "./user.repo.ts";

export const accountsModule: ServerModule = {
  routes: { accounts: routes, codes: codeRoutes, sessions: sessionRoutes, staff: staffRoutes },
  broadcast: sessionBroadcast,
  jobs: [forgetSessionsJob],
  checks: accountChecks,
};
