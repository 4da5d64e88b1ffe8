import type { ServerModule } from "../module.ts";
import { auditFacts } from "./audit-facts.ts";

export { auditEventsOfPatient } from "./audit-event.repo.ts";
export { recordAccess } from "./record-access.ts";

export const auditModule: ServerModule = { consumers: [auditFacts] };
