import { endingEvent } from "@fuzhen/shared/consultations/call.rules.ts";
import type { CallEndReason } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { appendEntry } from "./append-entry.ts";
import { visitIdsOf } from "./message-facts.ts";
import { closeActiveCall, type CallRecord, type EndsOnly } from "./call.repo.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";

/**
 * Ends the running call for all; null when none runs, and when it is meanwhile not what it was to be (`only`). The timeline says
 * what it was. A cut line or a reload does not come here.
 */
export function endCall(
  ctx: Ctx,
  visit: ConsultationRecord,
  reason: CallEndReason,
  only: EndsOnly = {},
): Promise<CallRecord | null> {
  return inTransaction(ctx, async () => {
    const call = await closeActiveCall(visit.id, { reason, at: ctx.now() }, only);
    if (!call) return null;
    await appendEntry(ctx, visit, { kind: "event", event: endingEvent(call.answeredAt !== null, reason) });
    await recordFact(ctx, {
      type: "call:ended",
      patientId: visit.patientId,
      entity: { type: "call", id: call.id },
      data: {
        ...visitIdsOf(visit),
        callId: call.id,
        reason,
        startedBy: call.startedBy,
        answered: call.answeredAt !== null,
      },
    });
    return call;
  });
}
