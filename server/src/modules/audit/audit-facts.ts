import type { Services } from "../../platform/context.ts";
import type { Fact, FactConsumer } from "../../platform/outbox.ts";
import { findHead } from "./audit-chain.repo.ts";
import {
  auditRowOf,
  factsWithoutRow,
  insertAuditEvents,
  insertSealedEvents,
  type AuditEntry,
} from "./audit-event.repo.ts";
import type { AuditRow } from "./audit-row.ts";
import { placesAfter } from "./seal-audit-events.ts";

/** The organisation named in a fact's data, for actors who belong to none. */
const organizationOf = (data: object): string | null =>
  "organizationId" in data && typeof data.organizationId === "string" ? data.organizationId : null;

const entryOf = (fact: Fact): AuditEntry => ({
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

/**
 * Rows of many facts at once. Where one process writes the trail they are sealed as they are written, which saves a second write of
 * each; where several do, or while another hand is at the end of the chain, the sealer gives them their places a second later.
 */
async function append({ keys, env }: Services, rows: readonly AuditRow[]): Promise<void> {
  let left = rows;
  while (left.length > 0 && env.REDIS_URL === undefined) {
    const seals = placesAfter(keys, await findHead(), left);
    const { stored, ranInto } = await insertSealedEvents(
      seals.map(({ row: { unsealed, ...row }, seq, prevHash, hash }) => ({ ...row, seq, prevHash, hash })),
    );
    if (ranInto === null) return;
    left = left.slice(ranInto === "row" ? stored + 1 : stored);
    if (ranInto === "place") break;
  }
  await insertAuditEvents(left);
}

/** Every fact of the house becomes one row of the trail, whatever module it comes from. */
export const auditFacts = {
  name: "audit",
  deliverAll: (facts: readonly Fact[], services: Services) =>
    append(
      services,
      facts.map((fact) => auditRowOf(services, entryOf(fact))),
    ),
  lacking: factsWithoutRow,
} satisfies FactConsumer;
