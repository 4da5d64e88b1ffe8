import type { ServerModule } from "../module.ts";
import { auditChecks } from "./audit-checks.repo.ts";
import { auditFacts } from "./audit-facts.ts";
import { auditGauges } from "./audit.gauges.ts";
import { createAuditSealer } from "./audit-sealer.ts";

export type { AuditRecord } from "./audit-event.repo.ts";
export { auditHead } from "./audit-chain.repo.ts";
export { lastAuditCheck, walkAuditEvents, type AuditPlace, type AuditQuery, type Walk } from "./audit-search.repo.ts";
export { recordAccess } from "./record-access.ts";
export { verifyAuditChain } from "./verify-audit-chain.ts";

export const auditModule: ServerModule = {
  consumers: [auditFacts],
  workers: [createAuditSealer],
  gauges: auditGauges,
  checks: auditChecks,
};
