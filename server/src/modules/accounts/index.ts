import type { ServerModule } from "../module.ts";
import "./account.facts.ts";

export { createStaffUser, type StaffUserInput } from "./create-user.ts";
export { getPatient, listPatientsOfAccount, type PatientRecord } from "./patient.repo.ts";
export { requireConsents } from "./require-consents.ts";
export { resolveSession } from "./resolve-session.ts";
export { setDisplayName, setUserSpecialist } from "./user.repo.ts";

export const accountsModule: ServerModule = {};
