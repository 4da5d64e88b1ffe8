import { actorOf } from "../../platform/context.ts";
import { iceServersFor } from "./ice-servers.ts";
import type { CommandTable } from "../../platform/realtime.ts";
import { declineCall, joinCall, leaveCall, passSignal } from "./call-room.ts";
import { markMessages } from "./mark-messages.ts";
import { standingIn } from "./require-participant.ts";
import { joinRoom, leaveRoom, requireInRoom } from "./room.ts";
import { sendMessage } from "./send-message.ts";
import { setTyping } from "./set-typing.ts";

/**
 * Socket command → use case. Each one requires that the socket has entered the visit's room, and that the caller's right stands:
 * found a moment ago for the packets of which there are many, else asked for again.
 */
export const commands: CommandTable = {
  "line:probe": async (ctx, { echo }) => ({ echo, iceServers: iceServersFor(ctx.env, actorOf(ctx).userId, ctx.now()) }),
  "consultation:join": (ctx, { consultationId }, socket) => joinRoom(ctx, consultationId, socket),
  "consultation:leave": (_ctx, { consultationId }, socket) => leaveRoom(consultationId, socket),
  "message:send": async (ctx, input, socket) => {
    requireInRoom(socket, input.consultationId);
    return sendMessage(ctx, input, await standingIn(ctx, input.consultationId));
  },
  "message:mark": markMessages,
  "typing:set": setTyping,
  "call:join": (ctx, input, socket) => joinCall(ctx, input, socket),
  "call:leave": (ctx, { consultationId }, socket) => leaveCall(ctx, consultationId, socket),
  "call:decline": (ctx, { consultationId }, socket) => declineCall(ctx, consultationId, socket),
  "call:signal": passSignal,
};
