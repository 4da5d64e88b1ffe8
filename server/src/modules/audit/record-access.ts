import type { Ctx } from "../../platform/context.ts";
import { insideTransaction } from "../../platform/database.ts";
import { describeFault } from "../../platform/run-action.ts";
import { insertAuditEvent, type AuditEntry } from "./audit-event.repo.ts";

interface Access {
  patientId: string | null;
  entity: { type: string; id: string };
  /** What was tried, e.g. `read`. */
  action: string;
  /** Why, as the caller states it. */
  purpose: string;
  outcome: "allowed" | "refused";
  /** What the access stood on: ids and codes only. */
  data?: Record<string, string>;
}

/** Writes one row of the access log (R65). Facts write theirs through the outbox; this is for reads and refusals. */
export async function recordAccess(ctx: Ctx, access: Access): Promise<void> {
  const entry: AuditEntry = {
    ...access,
    at: ctx.now(),
    actor: ctx.actor,
    data: access.data ?? {},
    requestId: ctx.requestId,
    ip: ctx.ip,
  };
  if (access.outcome === "allowed" || !insideTransaction()) return insertAuditEvent(entry);
  // A refusal rolls the caller's transaction back, but must stay in the log. Not awaited: a database with one writer
  // would make this wait for the very transaction that waits for it.
  void insertAuditEvent(entry, { alone: true }).catch((error: unknown) =>
    ctx.log.error({ requestId: ctx.requestId, error: describeFault(error) }, "refusal not written to the access log"),
  );
}
