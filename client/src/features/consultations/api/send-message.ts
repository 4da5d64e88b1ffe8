import type { Message, SendMessageInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { heldRoom } from "../room/open-rooms.ts";

/**
 * One try to send one message. In the room by the live connection; a message whose page was left meanwhile goes by
 * HTTP, to the same use case. Repeating it with the same id is harmless.
 */
export function sendMessage(input: SendMessageInput): Promise<Message> {
  // The socket learns of a dead line only at its next ping; the browser knows already.
  if (!navigator.onLine) return Promise.reject(new TypeError("offline"));
  const room = heldRoom(input.consultationId);
  if (!room) return api.consultations.send(input);
  const { consultationId: _, ...message } = input;
  return room.command("message:send", message);
}
