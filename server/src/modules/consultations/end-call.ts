import type { CallEndReason } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { appendEntry } from "./append-entry.ts";
import { visitIdsOf } from "./message-facts.ts";
import { closeActiveCall, type CallRecord } from "./call.repo.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";

/**
 * Ends the running call for all; null when none runs, and when it was to be turned down `by` a participant who has taken it
 * meanwhile. A cut line or a reload does not come here.
 */
export function endCall(
  ctx: Ctx,
  visit: ConsultationRecord,
  reason: CallEndReason,
  by?: string,
): Promise<CallRecord | null> {
  return inTransaction(ctx, async () => {
    const call = await closeActiveCall(visit.id, { reason, at: ctx.now(), by });
    if (!call) return null;
    await appendEntry(ctx, visit, { kind: "event", event: "call-ended" });
    await recordFact(ctx, {
      type: "call:ended",
      patientId: visit.patientId,
      entity: { type: "call", id: call.id },
      data: { ...visitIdsOf(visit), callId: call.id, reason },
    });
    return call;
  });
}
