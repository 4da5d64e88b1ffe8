import type { ServerModule } from "../module.ts";
import { auditChecks } from "./audit-checks.repo.ts";
import { auditFacts } from "./audit-facts.ts";

export { auditEventsOfPatient } from "./audit-event.repo.ts";
export { recordAccess } from "./record-access.ts";

export const auditModule: ServerModule = { consumers: [auditFacts], checks: auditChecks };
