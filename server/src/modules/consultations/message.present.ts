import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { presentFiles } from "../files/index.ts";
import { textSealOf } from "./message-seal.ts";
import type { MessageRecord } from "./message.repo.ts";

/** Text of an entry; null for pictures and events. */
export const textOf = (ctx: Pick<Ctx, "keys">, message: MessageRecord): string | null =>
  message.text ?? (message.sealedText === null ? null : ctx.keys.open(message.sealedText, textSealOf(message.id)));

/** An entry without a picture: the same for both sides. */
export const presentText = (ctx: Pick<Ctx, "keys">, message: MessageRecord): Message => ({
  id: message.id,
  consultationId: message.consultationId,
  seq: message.seq,
  clientMessageId: message.clientMessageId,
  kind: message.kind,
  sender: message.sender,
  text: textOf(ctx, message),
  image: null,
  event: message.event,
  createdAt: message.createdAt.toISOString(),
});

/** Entries for one side of the visit, pictures with fresh links. The caller has passed the gate. */
export async function presentMessages(ctx: Ctx, messages: MessageRecord[]): Promise<Message[]> {
  const fileIds = messages.flatMap((message) => message.fileId ?? []);
  if (fileIds.length === 0) return messages.map((message) => presentText(ctx, message));
  const files = new Map((await presentFiles(ctx, fileIds)).map((file): [string, FileInfo] => [file.id, file]));
  return messages.map((message) => ({
    ...presentText(ctx, message),
    image: message.fileId ? imageOf(message.fileId, files.get(message.fileId)) : null,
  }));
}

export async function presentMessage(ctx: Ctx, message: MessageRecord): Promise<Message> {
  const [presented] = await presentMessages(ctx, [message]);
  if (!presented) throw new Error("message not presented");
  return presented;
}

const NO_PAGE = { display: "", thumb: null, width: 0, height: 0, flaw: null };

function imageOf(fileId: string, file: FileInfo | undefined): Message["image"] {
  const pages = file?.pages ?? [];
  return { fileId, status: file?.status ?? "refused", ...(pages[0] ?? NO_PAGE), pages };
}
