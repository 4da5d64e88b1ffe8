import { RING_MS } from "@fuzhen/shared/consultations/call.rules.ts";
import type { Ring } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { listenerOf, rooms } from "../../platform/realtime.ts";
import { getAppointment, presentAppointments } from "../appointments/index.ts";
import { recordAccess } from "../audit/index.ts";
import { accessibleAmong } from "../care-access/index.ts";
import { findRinging } from "./call.repo.ts";
import { presentParticipants } from "./consultation.present.ts";
import { findConsultations } from "./consultation.repo.ts";
import { participantIn } from "./participant.policy.ts";

/** Calls that ring for the caller. A specialist hears of none whose patient they may not see any more. */
export async function listRinging(ctx: Ctx): Promise<{ items: Ring[] }> {
  const listener = listenerOf(ctx.actor);
  const calls = listener ? await findRinging(rooms.of(listener)) : [];
  if (calls.length === 0) return { items: [] };
  const visits = await findConsultations(calls.map(({ consultationId }) => consultationId));
  const open = await accessibleAmong(
    ctx,
    [...visits.values()].map(({ patientId }) => patientId),
    "visit",
  );
  const ringing = calls.flatMap((call) => {
    const visit = visits.get(call.consultationId);
    const me = visit && participantIn(visit, ctx.actor);
    return visit && me && open.has(visit.patientId) ? [{ call, visit, me }] : [];
  });
  await recordAccess(ctx, {
    patientIds: [...new Set(ringing.map(({ visit }) => visit.patientId))],
    entity: { type: "Consultations", id: actorOf(ctx).userId },
    action: "list",
    purpose: "visit",
    outcome: "allowed",
    data: { count: ringing.length },
  });
  const found = await Promise.all(ringing.map(({ visit }) => getAppointment(visit.appointmentId)));
  const appointments = await presentAppointments(
    ctx,
    found.filter((appointment) => appointment !== null),
  );
  const items = ringing.map(async ({ call, visit, me }): Promise<Ring[]> => {
    const appointment = appointments.find(({ id }) => id === visit.appointmentId);
    const people = appointment && (await presentParticipants(visit, me, appointment));
    const caller = people?.find(({ id }) => id === call.startedBy);
    if (!appointment || !caller) return [];
    return [
      {
        callId: call.id,
        consultationId: visit.id,
        appointmentId: visit.appointmentId,
        callerName: caller.name,
        callerKind: caller.kind,
        patientName: appointment.patient.name,
        startedAt: call.startedAt.toISOString(),
        ringsUntil: new Date(call.startedAt.getTime() + RING_MS).toISOString(),
      },
    ];
  });
  return { items: (await Promise.all(items)).flat() };
}
