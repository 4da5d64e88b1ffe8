import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ParticipantKind } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import type { Correction } from "@fuzhen/shared/patients/correction.schema.ts";
import type { Consent } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { listOfPatient } from "../appointments/index.ts";
import { getConsultation, getMessages } from "../consultations/index.ts";
import { plansOfPatient } from "../encounters/index.ts";
import { readAccessLog } from "../oversight/index.ts";
import { allConsents, readCorrections } from "../patients/index.ts";
import { reportsOfPatient } from "../reports/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** One thing of a patient's own data, by the section of the file it stands in. */
export type OwnData =
  | { section: "consents"; item: Consent }
  | { section: "corrections"; item: Correction }
  | { section: "appointments"; item: Appointment }
  | { section: "messages"; item: SaidMessage & { appointmentId: string } }
  | { section: "plans"; item: Plan }
  | { section: "reports"; item: Report }
  | { section: "accesses"; item: AccessLine };
/** A message with who said it in words that stand for themselves: what is taken home does not refer to the visit. */
type SaidMessage = Omit<Message, "sender"> & { sender: ParticipantKind | null };
export type Section = OwnData["section"];

/** The order in which they come, each once. */
export const sections: readonly Section[] = [
  "consents",
  "corrections",
  "appointments",
  "messages",
  "plans",
  "reports",
  "accesses",
];

const PAGE = 50;

/** Every page of a list, one in memory at a time. */
async function* pages<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

async function* messagesOf(ctx: Ctx, consultationId: string): AsyncGenerator<SaidMessage> {
  const participants = (await getConsultation(consultationId))?.participants ?? [];
  const kindOf = (id: string | null) => participants.find((one) => one.id === id)?.kind ?? null;
  for (let afterSeq = 0; ;) {
    const { messages } = await getMessages(ctx, { consultationId, afterSeq, limit: PAGE });
    for (const message of messages) yield { ...message, sender: kindOf(message.sender) };
    const last = messages.at(-1);
    if (!last) return;
    afterSeq = last.seq;
  }
}

/**
 * What the account may read of a 就诊人, section by section: a walk over the very pages the app shows, each of which passes the
 * gate by itself, so the file holds what the person may see and nothing else. Drafts of a doctor and other people's words about
 * them (the judgement's sealed row, the trail's addresses) are not shown there, and not here.
 */
export async function* ownDataOf(ctx: Ctx, patientId: string): AsyncGenerator<OwnData> {
  for (const item of await allConsents(patientId)) yield { section: "consents", item };
  for (const item of await readCorrections(ctx, { patientId })) yield { section: "corrections", item };
  const visits: { appointmentId: string; consultationId: string }[] = [];
  for await (const item of pages((cursor) => listOfPatient(ctx, { patientId, cursor, limit: PAGE }))) {
    if (item.consultationId) visits.push({ appointmentId: item.id, consultationId: item.consultationId });
    yield { section: "appointments", item };
  }
  for (const { appointmentId, consultationId } of visits)
    for await (const message of messagesOf(ctx, consultationId))
      yield { section: "messages", item: { ...message, appointmentId } };
  for await (const item of pages((cursor) => plansOfPatient(ctx, { patientId, cursor, limit: PAGE })))
    yield { section: "plans", item };
  for await (const item of pages((cursor) => reportsOfPatient(ctx, { patientId, cursor, limit: PAGE })))
    yield { section: "reports", item };
  for await (const item of pages((cursor) => readAccessLog(ctx, { patientId, cursor, limit: PAGE, own: false })))
    yield { section: "accesses", item };
}
