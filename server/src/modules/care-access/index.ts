import type { ServerModule } from "../module.ts";
import { careAccessChecks } from "./care-access-checks.repo.ts";
import "./care-access.facts.ts";
import { routes } from "./care-access.routes.ts";

export { findBreakGlass as breakGlassOf } from "./break-glass.repo.ts";
export type { BreakGlassFact } from "./care-access.facts.ts";
export { setVisitOpen, wasInCareOf } from "./care-grant.repo.ts";
export { endCareAccess, grantCareAccess } from "./grant-care-access.ts";
export { listCareSpecialists } from "./list-care-specialists.ts";
export { specialistsInCare } from "./list-care-specialists.ts";
export {
  accessibleAmong,
  canAccessPatient,
  recallableAmong,
  requirePatientAccess,
  requireStanding,
} from "./require-patient-access.ts";
export { stillInCare } from "./still-in-care.ts";

export const careAccessModule: ServerModule = { routes: { careAccess: routes }, checks: careAccessChecks };
