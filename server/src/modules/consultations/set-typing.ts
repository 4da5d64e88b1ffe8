import type { Ctx } from "../../platform/context.ts";
import { rooms, type SocketPort } from "../../platform/realtime.ts";
import { requireTalk, standingIn } from "./require-participant.ts";
import { requireInRoom } from "./room.ts";

/** Tells the others that this one is typing or has stopped. Nothing is stored, and as a rule nothing is read. */
export async function setTyping(
  ctx: Ctx,
  { consultationId, typing }: { consultationId: string; typing: boolean },
  socket: SocketPort,
): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const { value } = await standingIn(ctx, consultationId);
  requireTalk(ctx, value);
  socket.toOthers({
    room: rooms.consultation(consultationId),
    event: "typing:changed",
    payload: { consultationId, participantId: value.me.id, typing },
  });
  return { ok: true };
}
