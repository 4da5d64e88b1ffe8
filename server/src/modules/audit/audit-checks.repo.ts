import type { DataCheck } from "../../platform/data-check.ts";
import { OutboxModel } from "../../platform/outbox.model.ts";
import { refersTo } from "../../platform/row-checks.ts";
import { verifyAuditChain } from "./verify-audit-chain.ts";

/** The first place where the trail was edited, put into, taken from or cut off (R65); `check-audit` says more of it. */
const chain: DataCheck = {
  name: "audit.chain-unbroken",
  async run({ services, saw, broken }) {
    const found = await verifyAuditChain(services);
    saw(found.rows);
    // Rows wait for their seal while no server runs, which is no harm to them.
    if (found.broken && found.broken.kind !== "unsealed")
      broken(found.broken.id ?? `seq ${found.broken.seq ?? 0}`, found.broken.kind);
  },
};

export const auditChecks: readonly DataCheck[] = [
  // Delivered means written down: a fact that left the queue without its row would be a gap in the trail (R65).
  refersTo<object>("audit.delivered-fact-is-in-trail", OutboxModel, "_id", "audit_events", {
    from: { pending: false },
    field: "factId",
  }),
  chain,
];
