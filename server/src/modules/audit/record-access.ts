import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { insideTransaction } from "../../platform/database.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { insertAuditEvent, type AuditEntry } from "./audit-event.repo.ts";

interface Access {
  /** The patient whose record it is, or all patients shown in a list. */
  patientIds: readonly string[];
  entity: { type: string; id: string };
  action: AuditAction;
  /** Why the record is read, as stated by the calling use case. */
  purpose: AuditPurpose;
  outcome: "allowed" | "refused";
  /** Ids, codes and counts. */
  data?: object;
}

/** Writes one row of the access log (R65). Facts write theirs through the outbox; this is for reads and refusals. */
export async function recordAccess(ctx: Ctx, { data = {}, ...access }: Access): Promise<void> {
  const { actor, requestId, ip, userAgent } = ctx;
  const organizationId = actor?.organizationId ?? null;
  const entry: AuditEntry = { ...access, data, at: ctx.now(), actor, organizationId, requestId, ip, userAgent };
  if (access.outcome === "allowed" || !insideTransaction()) return insertAuditEvent(ctx, entry);
  // A refusal rolls back the caller's transaction but must stay in the log, hence `alone`. Not awaited: on a database
  // with a single writer it would wait for the very transaction that waits for it.
  void insertAuditEvent(ctx, entry, { alone: true }).catch((error: unknown) =>
    ctx.log.error({ requestId: ctx.requestId, error: describeFault(error) }, "refusal not written to the access log"),
  );
}
