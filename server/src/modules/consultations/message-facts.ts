import type { FactCarrier } from "../../platform/fact-carrier.ts";
import type { Fact, NewFact } from "../../platform/outbox.ts";
import "./consultation.facts.ts";
import type { VisitIds } from "./consultation.facts.ts";
import { findConsultations, type ConsultationRecord } from "./consultation.repo.ts";
import { findMessagesSince, MESSAGES, messagesAmong, type MessageRecord } from "./message.repo.ts";

export const visitIdsOf = (visit: ConsultationRecord): VisitIds => ({
  consultationId: visit.id,
  appointmentId: visit.appointmentId,
  patientId: visit.patientId,
  specialistId: visit.specialistId,
  accountId: visit.accountId,
});

export const entryFact = (data: VisitIds & { messageId: string; seq: number }): NewFact<"message:created"> => ({
  type: "message:created",
  patientId: data.patientId,
  entity: { type: "message", id: data.messageId },
  data,
});

/** What tells of an entry has at hand in the process that wrote it. */
export interface AtHand {
  message: MessageRecord;
  visit: ConsultationRecord;
}

/** Every entry of a timeline carries its own fact: what of it does not stand in the row stands in the visit. */
export const messageFacts: FactCarrier = {
  name: MESSAGES,
  among: messagesAmong,
  async since(from, after, limit) {
    const rows = await findMessagesSince(from, after, limit);
    const visits = await findConsultations([...new Set(rows.map(({ message }) => message.consultationId))]);
    return rows.flatMap(({ message, told }): Fact[] => {
      const visit = visits.get(message.consultationId);
      if (!visit || !told) return [];
      const fact = entryFact({ ...visitIdsOf(visit), messageId: message.id, seq: message.seq });
      const at = message.createdAt;
      const atHand: AtHand = { message, visit };
      return [{ ...fact, ...told, id: message.id, at, traceparent: null, carriedBy: MESSAGES, atHand }];
    });
  },
};
