import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { visitIdsOf } from "./message-facts.ts";
import { appendEntry } from "./append-entry.ts";
import { markAnswered, type CallRecord } from "./call.repo.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";

/** Somebody who was called has taken it, on one of their devices: no other rings on. Once; harmless again. */
export async function answerCall(ctx: Ctx, visit: ConsultationRecord, call: CallRecord, participantId: string) {
  if (participantId === call.startedBy || call.answeredAt !== null) return;
  await inTransaction(ctx, async () => {
    if (!(await markAnswered(call.id, ctx.now()))) return;
    await appendEntry(ctx, visit, { kind: "event", event: "call-started" });
    await recordFact(ctx, {
      type: "call:answered",
      patientId: visit.patientId,
      entity: { type: "call", id: call.id },
      data: { ...visitIdsOf(visit), callId: call.id, participantId },
    });
  });
}
