import type { ServerModule } from "../module.ts";
import { careAccessChecks } from "./care-access-checks.repo.ts";
import "./care-access.facts.ts";

export { endCareAccess, grantCareAccess } from "./grant-care-access.ts";
export { listCareSpecialists } from "./list-care-specialists.ts";
export { canAccessPatient, requirePatientAccess, type AccessPurpose } from "./require-patient-access.ts";

export const careAccessModule: ServerModule = { checks: careAccessChecks };
