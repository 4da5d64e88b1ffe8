import type { Message, SendMessageInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { requirePerson } from "../../../lib/session.tsx";
import { heldRoom } from "../room/open-rooms.ts";

/**
 * Tries once to send one message: over the live connection when in the room, else by HTTP to the same use case.
 * Repeating it with the same id is harmless.
 */
export async function sendMessage(input: SendMessageInput, accountId: string): Promise<Message> {
  // The connection is one person's; what another wrote here waits for them.
  requirePerson(accountId);
  // The socket notices a dead connection only at its next ping, while the browser knows already.
  if (!navigator.onLine) throw new TypeError("offline");
  const room = heldRoom(input.consultationId);
  if (!room) return api.consultations.send(input, { as: accountId });
  const { consultationId: _, ...message } = input;
  return room.command("message:send", message);
}
