import type { Message, SendMessageInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Answer } from "../../platform/answers.ts";
import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { requireStanding } from "../care-access/index.ts";
import { claimConsultationImage } from "../files/index.ts";
import { appendAlone, appendEntry } from "./append-entry.ts";
import { presentMessage } from "./message.present.ts";
import { findByClientId, type MessageRecord } from "./message.repo.ts";
import { isHeard, requireTalk, standingIn, type Participation } from "./require-participant.ts";

/**
 * A participant of a visit that is open, or takes questions, sends a text or a picture; `standing` as it was found just now, or a moment ago and not refuted since.
 * The same `clientMessageId` sent again, at the same moment or after the talk has closed, answers the message stored first.
 * Codes: visit_closed, file_not_ready.
 */
export async function sendMessage(
  ctx: Ctx,
  input: SendMessageInput,
  standing: Answer<Participation>,
): Promise<Message> {
  return presentMessage(ctx, await storeOnce(ctx, input, standing));
}

async function storeOnce(ctx: Ctx, input: SendMessageInput, standing: Answer<Participation>): Promise<MessageRecord> {
  try {
    requireTalk(ctx, standing.value);
    return input.text === undefined
      ? await storePicture(ctx, input, standing.value)
      : await storeText(ctx, { ...input, text: input.text }, standing);
  } catch (error) {
    // Sent again: the index has let the first one through, or the visit has ended since.
    const again = duplicateKeyOf(error)?.includes("clientMessageId") || isClosed(error);
    const first = again ? await firstOf(standing.value, input.clientMessageId) : null;
    if (!first) throw error;
    return first;
  }
}

const isClosed = (error: unknown) => error instanceof AppError && error.code === "visit_closed";

/** The message this sender stored under this id before. An id used by another does not count. */
async function firstOf({ visit, me }: Participation, clientMessageId: string): Promise<MessageRecord | null> {
  const first = await findByClientId(visit.id, clientMessageId);
  if (first && first.sender !== me.id)
    throw new AppError("invalid_input", [{ path: "clientMessageId", code: "duplicate" }]);
  return first;
}

function storeText(
  ctx: Ctx,
  { clientMessageId, text }: { clientMessageId: string; text: string },
  standing: Answer<Participation>,
): Promise<MessageRecord> {
  const { visit, me } = standing.value;
  return appendAlone(ctx, visit, { kind: "text", sender: me.id, clientMessageId, text }, async () => {
    // Others of this visit were before it, and the right may have ended meanwhile.
    if (!standing.stands()) requireTalk(ctx, (await standingIn(ctx, visit.id)).value);
  });
}

async function storePicture(ctx: Ctx, input: SendMessageInput, participation: Participation): Promise<MessageRecord> {
  const { visit, me } = participation;
  const { clientMessageId, fileId } = input;
  if (fileId === undefined) throw new AppError("invalid_input", [{ path: "text", code: "required" }]);
  // Before its file is taken, which it can be once.
  const first = await firstOf(participation, clientMessageId);
  if (first) return first;
  return inTransaction(ctx, async () => {
    await requireStanding(ctx, visit.patientId, "visit");
    requireTalk(ctx, { ...participation, heard: await isHeard(ctx, visit, me) });
    await claimConsultationImage(ctx, { fileId, consultationId: visit.id });
    return appendEntry(ctx, visit, { kind: "image", sender: me.id, clientMessageId, fileId });
  });
}
