import type { CommandOutput, CommandParsed } from "@fuzhen/shared/realtime/events.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { rooms, type SocketPort } from "../../platform/realtime.ts";
import { recordAccess } from "../audit/index.ts";
import { findActiveCall } from "./call.repo.ts";
import { endCall } from "./end-call.ts";
import { iceServersFor } from "./ice-servers.ts";
import { openParticipantOf, participantOf } from "./require-participant.ts";
import { requireInRoom, sideOfMember } from "./room.ts";
import { startCall } from "./start-call.ts";

/**
 * A side joins the call; the first to join starts it. Each call has a room of its own, so a socket left behind in an
 * ended call is not a peer of the next. Codes: visit_closed; call_not_open when the call ended in the meantime.
 */
export async function joinCall(
  ctx: Ctx,
  consultationId: string,
  socket: SocketPort,
): Promise<CommandOutput<"call:join">> {
  requireInRoom(socket, consultationId);
  const { visit, role } = await openParticipantOf(ctx, consultationId);
  const call = await startCall(ctx, visit, role);
  const room = rooms.call(call.id);
  if (!socket.inRoom(room)) {
    await recordAccess(ctx, {
      patientIds: [visit.patientId],
      entity: { type: "call", id: call.id },
      action: "join-call",
      purpose: "visit",
      outcome: "allowed",
    });
    await socket.join(room);
    socket.toOthers({ room, event: "call:peer-joined", payload: { consultationId, peerId: socket.id, role } });
    // Also runs when the connection is cut; the call itself continues and waits for this peer.
    socket.onLeave(room, async () =>
      socket.toOthers({ room, event: "call:peer-left", payload: { consultationId, peerId: socket.id } }),
    );
  }
  if ((await findActiveCall(visit.id))?.id !== call.id) {
    await socket.leave(room);
    throw new AppError("call_not_open");
  }
  const others = (await socket.membersOf(room)).filter(({ id }) => id !== socket.id);
  return {
    callId: call.id,
    selfPeerId: socket.id,
    peers: others.map(({ id, userId }) => ({ peerId: id, role: sideOfMember(visit, userId) })),
    iceServers: iceServersFor(ctx.env, actorOf(ctx).userId, ctx.now()),
  };
}

/** Hangs up or declines: the call ends for both sides. Does nothing when no call is running. */
export async function leaveCall(ctx: Ctx, consultationId: string, socket: SocketPort): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const { visit } = await participantOf(ctx, consultationId);
  const call = await endCall(ctx, visit, "hung-up");
  if (call) await socket.leave(rooms.call(call.id));
  return { ok: true };
}

/** Passes signalling on to one peer of the same call; nothing of it is stored or logged. */
export async function passSignal(
  ctx: Ctx,
  { to, consultationId, ...signal }: CommandParsed<"call:signal">,
  socket: SocketPort,
): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const { visit } = await openParticipantOf(ctx, consultationId);
  const call = await findActiveCall(visit.id);
  const room = call && rooms.call(call.id);
  if (!room || to === socket.id || !socket.inRoom(room)) throw new AppError("forbidden");
  const passed = await socket.toMember(to, {
    room,
    event: "call:signal",
    payload: { consultationId, from: socket.id, ...signal },
  });
  if (!passed) throw new AppError("forbidden");
  return { ok: true };
}
