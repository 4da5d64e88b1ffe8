import { RING_MS } from "@fuzhen/shared/consultations/call.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { rooms } from "../../platform/realtime.ts";
import { requireStanding } from "../care-access/index.ts";
import { visitIdsOf } from "./message-facts.ts";
import { findActiveCall, insertCall, type CallRecord } from "./call.repo.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";
import type { Participant } from "./participant.policy.ts";

/**
 * The running call of an open visit, started now if there is none; when several press at once, one call results. It rings for all
 * others and begins, for the timeline, when one of them takes it.
 * Code: visit_closed. The caller must take part in the visit.
 */
export async function startCall(ctx: Ctx, visit: ConsultationRecord, me: Participant): Promise<CallRecord> {
  const running = await findActiveCall(visit.id);
  if (running) return running;
  try {
    return await inTransaction(ctx, async () => {
      await requireStanding(ctx, visit.patientId, "visit");
      const startedAt = ctx.now();
      const call = await insertCall({
        consultationId: visit.id,
        startedBy: me.id,
        startedAt,
        called: visit.participants.flatMap(({ id, who }) => (id === me.id ? [] : [rooms.of(who)])),
        dueAt: new Date(startedAt.getTime() + RING_MS),
      });
      await recordFact(ctx, {
        type: "call:started",
        patientId: visit.patientId,
        entity: { type: "call", id: call.id },
        data: { ...visitIdsOf(visit), callId: call.id, startedBy: me.id },
      });
      return call;
    });
  } catch (error) {
    const other = duplicateKeyOf(error)?.includes("consultationId") ? await findActiveCall(visit.id) : null;
    if (!other) throw error;
    return other;
  }
}
