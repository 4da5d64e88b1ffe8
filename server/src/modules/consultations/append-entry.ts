import type { TimelineEvent } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import type { VisitIds } from "./consultation.facts.ts";
import { takeSeq, type ConsultationRecord } from "./consultation.repo.ts";
import { insertMessage, type MessageRecord } from "./message.repo.ts";

/** A new timeline entry: a message of one side (text or picture), or an event of the visit. */
export type NewEntry =
  | { kind: "text"; sender: ParticipantRole; clientMessageId: string; text: string }
  | { kind: "image"; sender: ParticipantRole; clientMessageId: string; fileId: string }
  | { kind: "event"; event: TimelineEvent };

export const visitIdsOf = (visit: ConsultationRecord): VisitIds => ({
  consultationId: visit.id,
  appointmentId: visit.appointmentId,
  patientId: visit.patientId,
  specialistId: visit.specialistId,
  accountId: visit.accountId,
});

/** Seal context of a message: the text decrypts for this message only. */
export const textSealOf = (messageId: string) => `message:${messageId}`;

/**
 * Appends an entry to the timeline of an open visit and records the fact; call inside a transaction. The sequence
 * number is taken by the same write that checks that the visit is open (`visit_closed` otherwise). Numbers have no
 * gaps, because a transaction that fails gives its number back.
 */
export async function appendEntry(ctx: Ctx, visit: ConsultationRecord, entry: NewEntry): Promise<MessageRecord> {
  const createdAt = ctx.now();
  const seq = await takeSeq(visit.id, createdAt);
  if (seq === null) throw new AppError("visit_closed");
  const id = newId();
  const message: MessageRecord = {
    id,
    consultationId: visit.id,
    seq,
    kind: entry.kind,
    clientMessageId: entry.kind === "event" ? null : entry.clientMessageId,
    sender: entry.kind === "event" ? null : entry.sender,
    sealedText: entry.kind === "text" ? ctx.keys.seal(entry.text, textSealOf(id)) : null,
    fileId: entry.kind === "image" ? entry.fileId : null,
    event: entry.kind === "event" ? entry.event : null,
    createdAt,
  };
  await insertMessage(message);
  await recordFact(ctx, {
    type: "message:created",
    patientId: visit.patientId,
    entity: { type: "message", id },
    data: { ...visitIdsOf(visit), messageId: id, seq },
  });
  return message;
}
