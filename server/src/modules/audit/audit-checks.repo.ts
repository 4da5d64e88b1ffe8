import type { DataCheck } from "../../platform/data-check.ts";
import { OutboxModel } from "../../platform/outbox.model.ts";
import { refersTo } from "../../platform/row-checks.ts";
import { verifyAuditChain } from "./verify-audit-chain.ts";

/**
 * The first place where the trail was edited, added to, removed from or cut off (R65); the command `check-audit` says
 * more.
 */
const chain: DataCheck = {
  name: "audit.chain-unbroken",
  async run({ services, saw, broken }) {
    const found = await verifyAuditChain(services);
    saw(found.rows);
    // While no server runs, rows simply wait to be sealed; that is no damage.
    if (found.broken && found.broken.kind !== "unsealed")
      broken(found.broken.id ?? `seq ${found.broken.seq ?? 0}`, found.broken.kind);
  },
};

export const auditChecks: readonly DataCheck[] = [
  // The audit trail is one of the outbox's consumers, so a fact marked as delivered without a row would be a gap in the
  // trail (R65).
  refersTo<object>("audit.delivered-fact-is-in-trail", OutboxModel, "_id", "audit_events", {
    from: { pending: false },
    field: "factId",
  }),
  chain,
];
