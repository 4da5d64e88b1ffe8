import type { Ctx } from "../../platform/context.ts";
import { rooms, type SocketPort } from "../../platform/realtime.ts";
import { openParticipantOf } from "./require-participant.ts";
import { requireInRoom } from "./room.ts";

/** Tells the other side that this one is typing or has stopped. Nothing is stored. */
export async function setTyping(
  ctx: Ctx,
  { consultationId, typing }: { consultationId: string; typing: boolean },
  socket: SocketPort,
): Promise<{ ok: true }> {
  requireInRoom(socket, consultationId);
  const { role } = await openParticipantOf(ctx, consultationId);
  socket.toOthers({
    room: rooms.consultation(consultationId),
    event: "typing:changed",
    payload: { consultationId, role, typing },
  });
  return { ok: true };
}
