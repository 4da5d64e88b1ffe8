import type { MarkMessagesInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { rooms, type SocketPort } from "../../platform/realtime.ts";
import { raiseMarks } from "./consultation.repo.ts";
import { standingIn } from "./require-participant.ts";
import { requireInRoom } from "./room.ts";
import { endOf } from "./timeline-ends.ts";

/**
 * A participant reports up to which sequence number it has received and read. Marks only grow and never exceed the newest
 * entry; what is read counts as delivered. Also allowed after the visit has ended. One write and no fact: a mark says
 * nothing that the sender's own trail would miss.
 */
export async function markMessages(ctx: Ctx, input: MarkMessagesInput, socket: SocketPort): Promise<{ ok: true }> {
  const { consultationId } = input;
  requireInRoom(socket, consultationId);
  const { me } = (await standingIn(ctx, consultationId)).value;
  const wished = Math.max(input.readSeq ?? 0, input.deliveredSeq ?? 0);
  const { seq: newest } = await endOf(consultationId, wished);
  const readSeq = Math.min(input.readSeq ?? 0, newest);
  const deliveredSeq = Math.max(Math.min(input.deliveredSeq ?? 0, newest), readSeq);
  const marks = deliveredSeq > 0 ? await raiseMarks(consultationId, me.id, { deliveredSeq, readSeq }) : null;
  if (!marks) return { ok: true };
  const room = rooms.consultation(consultationId);
  socket.toAll({ room, event: "message:marked", payload: { consultationId, participantId: me.id, marks } });
  // The reader's other devices, whatever they show: what was read here is unread nowhere.
  socket.toAll({ room: rooms.of(me.who), except: room, event: "conversation:changed", payload: { consultationId } });
  return { ok: true };
}
