import type { MarkMessagesInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { raiseMarks } from "./consultation.repo.ts";
import { participantOf } from "./require-participant.ts";

/**
 * A side reports up to which sequence number it has received and read. Marks only grow and never exceed the newest
 * entry; what is read counts as delivered. Also allowed after the visit has ended.
 */
export async function markMessages(ctx: Ctx, input: MarkMessagesInput): Promise<{ ok: true }> {
  const { visit, role } = await participantOf(ctx, input.consultationId);
  const readSeq = Math.min(input.readSeq ?? 0, visit.lastSeq);
  const deliveredSeq = Math.max(Math.min(input.deliveredSeq ?? 0, visit.lastSeq), readSeq);
  const now = visit.marks[role];
  if (now.deliveredSeq >= deliveredSeq && now.readSeq >= readSeq) return { ok: true };
  await inTransaction(ctx, async () => {
    const marks = await raiseMarks(visit.id, role, { deliveredSeq, readSeq });
    if (!marks) return;
    await recordFact(ctx, {
      type: "message:marked",
      patientId: visit.patientId,
      entity: { type: "consultation", id: visit.id },
      data: { consultationId: visit.id, role, ...marks },
    });
  });
  return { ok: true };
}
