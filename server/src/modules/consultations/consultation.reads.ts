import { z } from "zod";
import { idSchema, type pageInputSchema } from "@fuzhen/shared/fields.ts";
import type { Consultation, ConsultationLine, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { talkAt } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { actorOf, specialistOf, type Ctx } from "../../platform/context.ts";
import { cursorTime, cutPage, readCursor } from "../../platform/cursor.ts";
import { getAppointment, presentAppointments } from "../appointments/index.ts";
import { recordAccess } from "../audit/index.ts";
import { accessibleAmong, stillInCare } from "../care-access/index.ts";
import { presentConsultation } from "./consultation.present.ts";
import { listVisits, visitsAsked, type ConsultationRecord } from "./consultation.repo.ts";
import { presentMessages, textOf } from "./message.present.ts";
import { countUnread, findNewest, listMessages } from "./message.repo.ts";
import { readEnd } from "./timeline-ends.ts";
import { participantIn, type Participant } from "./participant.policy.ts";
import { requireParticipant } from "./require-participant.ts";

const placeSchema = z.object({ lastAt: cursorTime, id: idSchema });

export async function getVisit(ctx: Ctx, consultationId: string): Promise<Consultation> {
  const { visit } = await requireParticipant(ctx, consultationId);
  return presentConsultation(ctx, visit);
}

/**
 * A part of the timeline. `lastSeq` is read before the entries, so a reader who has entries up to it has missed
 * nothing.
 */
export async function getMessages(
  ctx: Ctx,
  input: { consultationId: string; afterSeq?: number | undefined; beforeSeq?: number | undefined; limit: number },
): Promise<{ messages: Message[]; lastSeq: number }> {
  const { visit } = await requireParticipant(ctx, input.consultationId);
  const { seq: lastSeq } = await readEnd(visit.id);
  const messages = await listMessages(visit.id, input);
  return { messages: await presentMessages(ctx, messages), lastSeq };
}

/** The caller's visits, latest activity first. A specialist no longer sees visits of patients whose care has ended. */
export async function listMine(
  ctx: Ctx,
  { cursor, limit }: z.infer<typeof pageInputSchema>,
): Promise<{ items: ConsultationLine[]; nextCursor: string | null }> {
  const actor = actorOf(ctx);
  const of = actor.role === "patient" ? { accountId: actor.userId } : { specialistId: specialistOf(ctx) };
  const found = await listVisits(of, readCursor(placeSchema, cursor), limit + 1);
  const { items: page, nextCursor } = cutPage(found, limit, ({ lastAt, id }) => ({ lastAt, id }));

  return { items: await linesOf(ctx, await shownOf(ctx, page)), nextCursor };
}

/**
 * Of the specialist's own visits that are over and take questions those where the patient waits for an answer, or has written
 * something that nobody has read.
 */
export async function listQuestions(ctx: Ctx): Promise<{ items: ConsultationLine[] }> {
  const visits = await shownOf(ctx, await visitsAsked(specialistOf(ctx), ctx.now()));
  const newest = await findNewest(visits.map(({ id, lastSeq }) => ({ consultationId: id, lastSeq })));
  const asked = visits.filter(({ id, participants }) => {
    const last = newest.find(({ consultationId }) => consultationId === id);
    return participants.some((one) => one.id === last?.sender && one.kind === "patient");
  });
  const waiting = new Set(asked.map(({ id }) => id));
  const lines = await linesOf(ctx, visits);
  return { items: lines.filter(({ id, unread }) => unread > 0 || waiting.has(id)) };
}

/** Those of which the reader may know, with one row in the access log for the list. */
async function shownOf(ctx: Ctx, page: readonly ConsultationRecord[]): Promise<ConsultationRecord[]> {
  const ids = page.map(({ patientId }) => patientId);
  const open = await accessibleAmong(ctx, ids, "visit");
  const visits = page.filter(({ patientId }) => open.has(patientId));
  await recordAccess(ctx, {
    patientIds: [...new Set(visits.map((visit) => visit.patientId))],
    entity: { type: "Consultations", id: actorOf(ctx).userId },
    action: "list",
    purpose: "visit",
    outcome: "allowed",
    data: { count: visits.length },
  });
  return visits;
}

/** A line for each visit, latest activity first. */
async function linesOf(ctx: Ctx, found: ConsultationRecord[]): Promise<ConsultationLine[]> {
  const mine = new Map<ConsultationRecord, Participant>();
  for (const visit of found) {
    const me = participantIn(visit, ctx.actor);
    if (me) mine.set(visit, me);
  }
  const visits = [...mine.keys()];
  const unread = await countUnread(
    [...mine].map(([{ id, marks, lastSeq }, me]) => ({
      consultationId: id,
      readSeq: marks[me.id]?.readSeq ?? 0,
      lastSeq,
      reader: me.id,
    })),
  );
  const entries = await findNewest(visits.map(({ id, lastSeq }) => ({ consultationId: id, lastSeq })));
  // The note by which the page was found may be some moments behind (activity.ts); within the page the order is exact.
  const latest = (visit: ConsultationRecord) =>
    entries.find((one) => one.consultationId === visit.id)?.createdAt ?? visit.lastAt;
  visits.sort((a, b) => latest(b).getTime() - latest(a).getTime());
  const records = await Promise.all(visits.map((visit) => getAppointment(visit.appointmentId)));
  const appointments = await presentAppointments(
    ctx,
    records.filter((record) => record !== null),
  );
  const asked = visits.filter((visit) => talkAt(visit, ctx.now()) === "questions");
  // A specialist's list has left out what they may not answer any more.
  const isOwn = (visit: ConsultationRecord) => mine.get(visit)?.kind === "specialist";
  const answered = await stillInCare(
    ctx,
    asked.filter((visit) => !isOwn(visit)),
  );
  const items: ConsultationLine[] = [];
  for (const visit of visits) {
    const appointment = appointments.find((one) => one.id === visit.appointmentId);
    if (!appointment) continue;
    const { patient, specialist, disease } = appointment;
    const entry = entries.find((one) => one.consultationId === visit.id);
    const fromHome = mine.get(visit)?.kind === "patient";
    const heard = answered.has(visit) || (isOwn(visit) && asked.includes(visit));
    items.push({
      id: visit.id,
      status: visit.status,
      appointmentId: visit.appointmentId,
      withName: fromHome ? specialist.name : patient.name,
      withDetail: fromHome ? `${specialist.organizationName} ${specialist.departmentName}` : disease,
      patientName: patient.name,
      lastMessage: (entry && textOf(ctx, entry)) ?? "",
      lastKind: entry?.kind ?? "event",
      lastEvent: entry?.event ?? null,
      lastAt: latest(visit).toISOString(),
      unread: unread.get(visit.id) ?? 0,
      flagged: !fromHome && visit.flaggedSeq > (visit.marks[mine.get(visit)?.id ?? ""]?.readSeq ?? 0),
      questionsUntil: heard ? (visit.questionsUntil?.toISOString() ?? null) : null,
    });
  }
  return items;
}
