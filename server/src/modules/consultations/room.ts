import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { rooms, type SocketPort } from "../../platform/realtime.ts";
import { findActiveCall } from "./call.repo.ts";
import { presentConsultation } from "./consultation.present.ts";
import { findConsultation, type ConsultationRecord } from "./consultation.repo.ts";
import { participantIn } from "./participant.policy.ts";
import { requireParticipant, standingNow } from "./require-participant.ts";

/** Commands inside a visit are accepted from sockets in its room only; entering the room passes the gate. */
export function requireInRoom(socket: SocketPort, consultationId: string): void {
  if (!socket.inRoom(rooms.consultation(consultationId))) throw new AppError("forbidden");
}

/** A participant enters the room of their visit, open or past, and the others see who is there. Entering twice is harmless. */
export async function joinRoom(ctx: Ctx, consultationId: string, socket: SocketPort): Promise<Consultation> {
  const { visit } = await requireParticipant(ctx, consultationId);
  const room = rooms.consultation(visit.id);
  await socket.join(room);
  // Asked once more from inside: whoever takes people out of rooms has looked here before, or looks here from now on.
  await standingNow(ctx, visit.id).catch(async (error: unknown) => {
    await socket.leave(room);
    throw error;
  });
  socket.onLeave(room, () => tellPresence(visit, socket));
  await tellPresence(visit, socket);
  // Read after entering the room: a change from here on reaches the caller either in this reply or as an event.
  return presentConsultation(ctx, (await findConsultation(visit.id)) ?? visit);
}

export async function leaveRoom(consultationId: string, socket: SocketPort): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const call = await findActiveCall(consultationId);
  if (call) await socket.leave(rooms.call(call.id));
  await socket.leave(rooms.consultation(consultationId));
  return { ok: true };
}

/** Tells the room (including the caller, if still in it) who is connected. */
async function tellPresence(visit: ConsultationRecord, socket: SocketPort): Promise<void> {
  const room = rooms.consultation(visit.id);
  const there = new Set((await socket.membersOf(room)).map(({ actor }) => participantIn(visit, actor)?.id));
  const online = visit.participants.flatMap(({ id }) => (there.has(id) ? [id] : []));
  const delivery = { room, event: "presence:changed", payload: { consultationId: visit.id, online } } as const;
  socket.toOthers(delivery);
  await socket.toMember(socket.id, delivery);
}
