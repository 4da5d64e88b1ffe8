import { participantRoles } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Call, Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { getAppointment, presentAppointment } from "../appointments/index.ts";
import { findActiveCall, type CallRecord } from "./call.repo.ts";
import { abilitiesOf, sideOf } from "./consultation.policy.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";
import { isHeard, talkOf } from "./require-participant.ts";
import { readEnd } from "./timeline-ends.ts";

export const presentCall = (call: CallRecord): Call => ({
  id: call.id,
  startedAt: call.startedAt.toISOString(),
  startedBy: call.startedBy,
  answeredAt: call.answeredAt?.toISOString() ?? null,
  present: participantRoles.filter((role) => call.devices[role] !== undefined),
});

/** The visit as a side of it sees it; the caller has passed the gate. */
export async function presentConsultation(ctx: Ctx, visit: ConsultationRecord): Promise<Consultation> {
  const appointment = await getAppointment(visit.appointmentId);
  if (!appointment) throw new AppError("forbidden");
  const call = await findActiveCall(visit.id);
  const side = sideOf(ctx.actor, visit);
  const talk = talkOf(ctx, { visit, heard: side !== null && (await isHeard(ctx, visit, side)) });
  return {
    id: visit.id,
    appointment: await presentAppointment(ctx, appointment),
    status: visit.status,
    openedAt: visit.openedAt.toISOString(),
    finishedAt: visit.finishedAt?.toISOString() ?? null,
    questionsUntil: talk === "questions" ? (visit.questionsUntil?.toISOString() ?? null) : null,
    lastSeq: (await readEnd(visit.id)).seq,
    marks: visit.marks,
    call: call && presentCall(call),
    abilities: abilitiesOf(side, visit, talk),
  };
}
