import { systemContext, type Services } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact, type Fact, type FactConsumer } from "../../platform/outbox.ts";
import { redFlagsIn } from "../terminology/index.ts";
import { findConsultation, raiseFlag, type ConsultationRecord } from "./consultation.repo.ts";
import { visitIdsOf, type AtHand } from "./message-facts.ts";
import { textOf } from "./message.present.ts";
import { findMessage, type MessageRecord } from "./message.repo.ts";

/** Marks a visit in which the patient has said what may be an emergency, until its specialist has read so far; once for each message. */
export const flags = {
  name: "consultations:flags",
  async deliverAll(facts: readonly Fact[], services: Services): Promise<void> {
    for (const fact of facts)
      if (fact.type === "message:created") await look(fact as Fact<"message:created">, services);
  },
} satisfies FactConsumer;

async function look(fact: Fact<"message:created">, services: Services): Promise<void> {
  const known = fact.atHand as AtHand | undefined;
  const message = known?.message ?? (await findMessage(fact.data.messageId));
  const visit = known?.visit ?? (await findConsultation(fact.data.consultationId));
  if (!message || !visit || !isOfPatient(message, visit)) return;
  const text = textOf(services, message);
  if (text === null || redFlagsIn(text).length === 0) return;
  const ctx = systemContext(services, "consultations:flags", fact.requestId);
  await inTransaction(ctx, async () => {
    if (!(await raiseFlag(visit.id, message.seq))) return;
    await recordFact(ctx, {
      type: "message:flagged",
      patientId: visit.patientId,
      entity: { type: "message", id: message.id },
      data: { ...visitIdsOf(visit), seq: message.seq },
    });
  });
}

const isOfPatient = ({ sender }: MessageRecord, { participants }: ConsultationRecord) =>
  participants.some(({ id, kind }) => id === sender && kind === "patient");
