import type { FactConsumer } from "../../platform/outbox.ts";
import { insertAuditEvent } from "./audit-event.repo.ts";

/** Every fact of the house becomes one row of the trail, whatever module it comes from. */
export const auditFacts: FactConsumer = async (fact) => {
  await insertAuditEvent({
    factId: fact.id,
    at: fact.at,
    action: fact.type,
    purpose: null,
    outcome: "allowed",
    actor: fact.actor,
    patientId: fact.patientId,
    entity: fact.entity,
    data: fact.data,
    requestId: fact.requestId,
    ip: fact.ip,
  });
};
