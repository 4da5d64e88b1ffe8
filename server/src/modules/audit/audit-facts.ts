import type { FactConsumer } from "../../platform/outbox.ts";
import { insertAuditEvent } from "./audit-event.repo.ts";

/** The organisation named in a fact's data, for actors who belong to none. */
const organizationOf = (data: object): string | null =>
  "organizationId" in data && typeof data.organizationId === "string" ? data.organizationId : null;

/** Every fact of the house becomes one row of the trail, whatever module it comes from. */
export const auditFacts: FactConsumer = async (fact, services) => {
  await insertAuditEvent(services, {
    factId: fact.id,
    at: fact.at,
    // Does not compile for a fact that has no line in audit.rules.ts.
    action: fact.type,
    // Reads state a purpose; for a change the action's name says it.
    purpose: null,
    outcome: "allowed",
    actor: fact.actor,
    organizationId: fact.actor?.organizationId ?? organizationOf(fact.data),
    patientIds: fact.patientId === null ? [] : [fact.patientId],
    entity: fact.entity,
    data: fact.data,
    requestId: fact.requestId,
    ip: fact.ip,
    userAgent: fact.userAgent,
  });
};
