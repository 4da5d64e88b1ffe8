import type { Call, Consultation, Participant as Presented } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { getAppointment, presentAppointment } from "../appointments/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import { findActiveCall, type CallRecord } from "./call.repo.ts";
import { abilitiesOf } from "./consultation.policy.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";
import { participantIn, type Participant } from "./participant.policy.ts";
import { isHeard, talkOf } from "./require-participant.ts";
import { readEnd } from "./timeline-ends.ts";

export const presentCall = (call: CallRecord): Call => ({
  id: call.id,
  startedAt: call.startedAt.toISOString(),
  startedBy: call.startedBy,
  answeredAt: call.answeredAt?.toISOString() ?? null,
  present: Object.keys(call.devices).toSorted(),
});

/** By name: those of the appointment as it names them, colleagues as the directory does. Guests bring theirs with their link. */
export async function presentParticipants(
  { participants }: ConsultationRecord,
  me: Participant | null,
  { patient, specialist }: Consultation["appointment"],
): Promise<Presented[]> {
  const colleagues = participants.flatMap(({ kind, who }) => (kind === "colleague" ? [who.id] : []));
  const specialists = colleagues.length > 0 ? await getSpecialists(colleagues) : [];
  const names: Record<Participant["kind"], (id: string) => string> = {
    patient: () => patient.name,
    specialist: () => specialist.name,
    colleague: (id) => specialists.find((one) => one.id === id)?.name ?? "",
    guest: () => "",
  };
  return participants.map(({ id, kind, who }) => ({ id, kind, name: names[kind](who.id), self: id === me?.id }));
}

/** The visit as a participant sees it; the caller has passed the gate. */
export async function presentConsultation(ctx: Ctx, visit: ConsultationRecord): Promise<Consultation> {
  const appointment = await getAppointment(visit.appointmentId);
  if (!appointment) throw new AppError("forbidden");
  const call = await findActiveCall(visit.id);
  const me = participantIn(visit, ctx.actor);
  const talk = talkOf(ctx, { visit, heard: me !== null && (await isHeard(ctx, visit, me)) });
  const presented = await presentAppointment(ctx, appointment);
  return {
    id: visit.id,
    appointment: presented,
    participants: await presentParticipants(visit, me, presented),
    status: visit.status,
    openedAt: visit.openedAt.toISOString(),
    finishedAt: visit.finishedAt?.toISOString() ?? null,
    questionsUntil: talk === "questions" ? (visit.questionsUntil?.toISOString() ?? null) : null,
    lastSeq: (await readEnd(visit.id)).seq,
    marks: visit.marks,
    call: call && presentCall(call),
    abilities: abilitiesOf(me?.kind ?? null, visit, talk),
  };
}
