import { questionsUntil } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { linkConsultation } from "../appointments/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { appendEntry } from "./append-entry.ts";
import { visitIdsOf } from "./message-facts.ts";
import { findConsultation, markFinished } from "./consultation.repo.ts";
import { endCall } from "./end-call.ts";

/**
 * Ends an open visit and its running call; both sides may ask and answer for the hours the organisation has set. Joins the caller's transaction. Whether the person may do so is checked by
 * the caller (signing the note). Code: visit_closed.
 */
export function finishConsultation(ctx: Ctx, consultationId: string): Promise<void> {
  return inTransaction(ctx, async () => {
    const visit = await findConsultation(consultationId);
    if (!visit) throw new AppError("visit_closed");
    // Before the visit is closed, since a closed timeline takes no more entries.
    await endCall(ctx, visit, "visit-finished");
    const finishedAt = ctx.now();
    const until = questionsUntil(finishedAt, (await visitSettingsOf(visit.organizationId)).questionHours);
    await appendEntry(ctx, visit, { kind: "event", event: "visit-finished", closesAt: until ?? finishedAt });
    if (!(await markFinished(visit.id, { finishedAt, questionsUntil: until }))) throw new AppError("visit_closed");
    await linkConsultation(ctx, {
      appointmentId: visit.appointmentId,
      consultationId: visit.id,
      status: "finished",
      questionsUntil: until,
    });
    await recordFact(ctx, {
      type: "consultation:finished",
      patientId: visit.patientId,
      entity: { type: "consultation", id: visit.id },
      data: visitIdsOf(visit),
    });
  });
}
