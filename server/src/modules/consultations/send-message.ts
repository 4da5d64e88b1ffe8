import type { Message, SendMessageInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { isOpen } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { requireStanding } from "../care-access/index.ts";
import { claimConsultationImage } from "../files/index.ts";
import { appendEntry, type NewEntry } from "./append-entry.ts";
import { presentMessage } from "./message.present.ts";
import { findByClientId, type MessageRecord } from "./message.repo.ts";
import { participantOf, type Participation } from "./require-participant.ts";

/**
 * A side of an open visit sends a text or a picture. The same `clientMessageId` sent again, at the same moment or after
 * the visit has ended, answers the message stored first. Codes: visit_closed, file_not_ready.
 */
export async function sendMessage(ctx: Ctx, input: SendMessageInput): Promise<Message> {
  const participation = await participantOf(ctx, input.consultationId);
  const message = (await firstOf(participation, input.clientMessageId)) ?? (await store(ctx, participation, input));
  return presentMessage(ctx, message);
}

/** The message this sender stored under this id before. An id used by the other side does not count. */
async function firstOf({ visit, role }: Participation, clientMessageId: string): Promise<MessageRecord | null> {
  const first = await findByClientId(visit.id, clientMessageId);
  if (first && first.sender !== role)
    throw new AppError("invalid_input", [{ path: "clientMessageId", code: "duplicate" }]);
  return first;
}

async function store(ctx: Ctx, participation: Participation, input: SendMessageInput): Promise<MessageRecord> {
  const { visit, role } = participation;
  if (!isOpen(visit.status)) throw new AppError("visit_closed");
  const { clientMessageId, text, fileId } = input;
  let entry: NewEntry;
  if (text !== undefined) entry = { kind: "text", sender: role, clientMessageId, text };
  else if (fileId !== undefined) entry = { kind: "image", sender: role, clientMessageId, fileId };
  else throw new AppError("invalid_input", [{ path: "text", code: "required" }]);
  try {
    return await inTransaction(ctx, async () => {
      await requireStanding(ctx, visit.patientId, "visit");
      if (entry.kind === "image") await claimConsultationImage(ctx, { fileId: entry.fileId, consultationId: visit.id });
      return appendEntry(ctx, visit, entry);
    });
  } catch (error) {
    // The same message was sent twice at once: the index let one through, and both requests answer it.
    const first = duplicateKeyOf(error)?.includes("clientMessageId")
      ? await firstOf(participation, clientMessageId)
      : null;
    if (!first) throw error;
    return first;
  }
}
