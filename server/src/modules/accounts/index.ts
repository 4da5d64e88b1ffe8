import type { ServerModule } from "../module.ts";
import "./account.facts.ts";
import { routes } from "./account.routes.ts";
import { sessionBroadcast } from "./session.broadcast.ts";

export { addPatient } from "./add-patient.ts";
export { consentTextsInForce } from "./consent-texts.ts";
export { createStaffUser, type StaffUserInput } from "./create-user.ts";
export { DEMO_PASSWORD, demoAccounts } from "./demo-accounts.ts";
export { grantConsent } from "./grant-consent.ts";
export { getPatient, listPatientsOfAccount, type PatientRecord } from "./patient.repo.ts";
export { requireConsents } from "./require-consents.ts";
export { resolveSession } from "./resolve-session.ts";
export { setDisplayName, setUserSpecialist } from "./user.repo.ts";

export const accountsModule: ServerModule = { routes: { accounts: routes }, broadcast: sessionBroadcast };
