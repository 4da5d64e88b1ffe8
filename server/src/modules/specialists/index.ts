import type { ServerModule } from "../module.ts";
import { specialistChecks } from "./specialist-checks.repo.ts";
import { routes } from "./specialist.routes.ts";

export { awaySpecialists } from "./away-specialists.ts";
export { practiceFault } from "./practice-fault.ts";
export { publicKeyOf } from "./signing-key.repo.ts";
export { signingKeyOf } from "./signing-keys.ts";
export { pageOfStaff, staffIdsOf, type StaffPage } from "./list-staff.ts";
export { licencesEndingBy } from "./licence.reads.ts";
export { callForOffers, dueForOffers, keepNextFree } from "./specialist-offers.repo.ts";
export { publishedOfDepartment } from "./specialist.repo.ts";
export { getSpecialist, getSpecialists, isOnDuty } from "./specialist.reads.ts";
export { specialistsReading, type SpecialistRecord } from "./specialist-places.repo.ts";

export const specialistsModule: ServerModule = { routes: { specialists: routes }, checks: specialistChecks };
