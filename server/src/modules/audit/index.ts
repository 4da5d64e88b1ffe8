import type { ServerModule } from "../module.ts";
import { auditFacts } from "./audit-facts.ts";

export { auditEventsOfPatient, type AuditRecord } from "./audit-event.repo.ts";
export { recordAccess, type Access } from "./record-access.ts";

export const auditModule: ServerModule = { consumers: [auditFacts] };
