import { mayDecline } from "@fuzhen/shared/consultations/call.rules.ts";
import type { CommandOutput, CommandParsed } from "@fuzhen/shared/realtime/events.ts";
import type { Question } from "../../platform/answers.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { rooms, type SocketPort } from "../../platform/realtime.ts";
import { recordAccess } from "../audit/index.ts";
import { answerCall } from "./answer-call.ts";
import { findActiveCall, leavePlace, takePlace, type CallRecord } from "./call.repo.ts";
import { callTold } from "./consultation.broadcast.ts";
import { presentCall } from "./consultation.present.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";
import { endCall } from "./end-call.ts";
import { iceServersFor } from "./ice-servers.ts";
import { participantOf, rememberedMs, requireOpen, standingIn } from "./require-participant.ts";
import { requireInRoom } from "./room.ts";
import { startCall } from "./start-call.ts";

/**
 * A participant comes into the call with one device; the call begins with the first. The room is the call's own, so that a socket
 * which stayed behind in an ended call is no peer of the next. Codes: visit_closed; call_not_open when the call ended
 * meanwhile; call_taken while another device of this person is in it and the call is not to be taken over.
 */
export async function joinCall(
  ctx: Ctx,
  { consultationId, device, take = false }: CommandParsed<"call:join">,
  socket: SocketPort,
): Promise<CommandOutput<"call:join">> {
  requireInRoom(socket, consultationId);
  const found = await participantOf(ctx, consultationId);
  requireOpen(found);
  const { visit, me } = found;
  const call = await startCall(ctx, visit, me);
  const room = rooms.call(call.id);
  const already = socket.inRoom(room);
  // Before the place is taken: whoever asks for it next must find its holder alive.
  if (!already) await socket.join(room);
  const live = (await socket.membersOf(room)).map(({ id }) => id);
  const mine = {
    device: device ?? socket.id,
    socketId: socket.id,
    sessionId: actorOf(ctx).sessionId,
    joinedAt: ctx.now(),
  };
  const before = await takePlace(call.id, me.id, mine, { take, live });
  ctx.answers.forget(visit.id);
  if (!before) {
    await socket.leave(room);
    throw new AppError((await findActiveCall(visit.id))?.id === call.id ? "call_taken" : "call_not_open");
  }
  const replaced = before.devices[me.id]?.socketId;
  if (replaced !== undefined && replaced !== socket.id) {
    socket.toOthers({ room, event: "call:peer-left", payload: { consultationId, peerId: replaced } });
    await socket.sendOff(replaced, { room, event: "call:taken", payload: { consultationId } });
  }
  if (!already) await announce(ctx, visit, call.id, me.id, socket);
  await answerCall(ctx, visit, before, me.id);
  const there = Object.entries(before.devices).flatMap(([participantId, device]) =>
    device && participantId !== me.id && live.includes(device.socketId)
      ? [{ peerId: device.socketId, participantId }]
      : [],
  );
  return {
    callId: call.id,
    selfPeerId: socket.id,
    peers: there,
    iceServers: iceServersFor(ctx.env, actorOf(ctx).userId, ctx.now()),
  };
}

/** The peers and all devices of everybody in the visit learn who is in the call, now and when this one goes. */
async function announce(
  ctx: Ctx,
  visit: ConsultationRecord,
  callId: string,
  participantId: string,
  socket: SocketPort,
): Promise<void> {
  const room = rooms.call(callId);
  const { id: consultationId } = visit;
  await recordAccess(ctx, {
    patientIds: [visit.patientId],
    entity: { type: "call", id: callId },
    action: "join-call",
    purpose: "visit",
    outcome: "allowed",
  });
  socket.toOthers({ room, event: "call:peer-joined", payload: { consultationId, peerId: socket.id, participantId } });
  // Also run when the line is cut; the call itself goes on and waits for the peer.
  socket.onLeave(room, async () => {
    socket.toOthers({ room, event: "call:peer-left", payload: { consultationId, peerId: socket.id } });
    await leavePlace(callId, participantId, socket.id);
    ctx.answers.forget(consultationId);
    await tellCall(visit, socket);
  });
  await tellCall(visit, socket);
}

/** Where the call stands, to every device of everybody in the visit: what rang stops, what went on elsewhere is free again. */
async function tellCall(visit: ConsultationRecord, socket: SocketPort): Promise<void> {
  for (const delivery of await callTold(visit)) {
    socket.toOthers(delivery);
    await socket.toMember(socket.id, delivery);
  }
}

/** Hangs up: the call ends for all. A device that is not in it, or no more, changes nothing. */
export async function leaveCall(ctx: Ctx, consultationId: string, socket: SocketPort): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const { visit } = await participantOf(ctx, consultationId);
  const call = await findActiveCall(visit.id);
  const room = call && rooms.call(call.id);
  if (!room || !socket.inRoom(room)) return { ok: true };
  // Before anybody came it is not a call that ends but one that is given up.
  if (!(await endCall(ctx, visit, "cancelled", { callId: call.id, unanswered: true })))
    await endCall(ctx, visit, "hung-up", { callId: call.id });
  await socket.leave(room);
  return { ok: true };
}

/** Turns down a call that rings, for all devices of this person; one that was taken meanwhile goes on. */
export async function declineCall(ctx: Ctx, consultationId: string, socket: SocketPort): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  return turnDown(ctx, consultationId);
}

/** The same from whatever page, for one call by its id. */
export async function turnDown(ctx: Ctx, consultationId: string, callId?: string): Promise<{ ok: true }> {
  const { visit, me } = await participantOf(ctx, consultationId);
  const call = await findActiveCall(visit.id);
  if (!call || (callId !== undefined && call.id !== callId) || !mayDecline(presentCall(call), me.id))
    return { ok: true };
  const reason = call.startedBy === me.id && call.answeredAt === null ? "cancelled" : "declined";
  await endCall(ctx, visit, reason, { callId: call.id, without: [me.id] });
  return { ok: true };
}

/** Passes signalling on to one peer of the same call; nothing of it is stored or logged, and as a rule nothing is read. */
export async function passSignal(
  ctx: Ctx,
  { to, consultationId, ...signal }: CommandParsed<"call:signal">,
  socket: SocketPort,
): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const { value } = await standingIn(ctx, consultationId);
  requireOpen(value);
  const call = await callWith(ctx, consultationId, to);
  const room = call && rooms.call(call.id);
  if (!room || to === socket.id || !socket.inRoom(room)) throw new AppError("forbidden");
  const payload = { consultationId, from: socket.id, ...signal };
  if (!socket.toPeer(to, { room, event: "call:signal", payload })) throw new AppError("forbidden");
  return { ok: true };
}

/** The running call, if that connection is in it; asked anew when it is not in the one that was running a moment ago. */
async function callWith(ctx: Ctx, consultationId: string, socketId: string): Promise<CallRecord | null> {
  const question = runningCall(ctx, consultationId);
  const isIn = (call: CallRecord | null) =>
    call !== null && Object.values(call.devices).some((device) => device?.socketId === socketId);
  const { value: known } = await ctx.answers.remembered(question);
  if (isIn(known)) return known;
  const { value: call } = await ctx.answers.anew(question);
  return isIn(call) ? call : null;
}

const runningCall = (ctx: Ctx, consultationId: string): Question<CallRecord | null> => ({
  key: `call:${consultationId}`,
  forMs: rememberedMs(ctx),
  ask(restsOn) {
    restsOn(consultationId);
    return findActiveCall(consultationId);
  },
});
