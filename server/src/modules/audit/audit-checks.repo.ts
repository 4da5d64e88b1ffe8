import type { DataCheck } from "../../platform/data-check.ts";
import { OutboxModel } from "../../platform/outbox.model.ts";
import { refersTo } from "../../platform/row-checks.ts";

export const auditChecks: readonly DataCheck[] = [
  // Delivered means written down: a fact that left the queue without its row would be a gap in the trail (R65).
  refersTo<object>("audit.delivered-fact-is-in-trail", OutboxModel, "_id", "audit_events", {
    from: { pending: false },
    field: "factId",
  }),
];
