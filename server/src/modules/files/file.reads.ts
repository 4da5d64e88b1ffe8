import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { finishUpload } from "./finish-upload.ts";
import { presentRecord } from "./file.present.ts";
import { findFile, findFileByKey, type FileRecord } from "./file.repo.ts";

/** An own file; another's and none at all answer the same. */
export async function getFile(ctx: Ctx, { fileId }: { fileId: string }): Promise<FileInfo> {
  const { userId } = actorOf(ctx);
  const file = await findFile(fileId);
  if (file?.ownerUserId !== userId) throw new AppError("forbidden");
  await recordRead(ctx, file);
  return presentRecord(ctx, file);
}

/** An own upload by the key the client chose; null tells it to begin. */
export async function getFileByKey(ctx: Ctx, { uploadKey }: { uploadKey: string }): Promise<FileInfo | null> {
  const { userId } = actorOf(ctx);
  const file = await findFileByKey(userId, uploadKey);
  if (!file) return null;
  await recordRead(ctx, file);
  return presentRecord(ctx, await withItsEnd(ctx, file));
}

/** The name of a paper may tell of the illness. */
const recordRead = (ctx: Ctx, file: FileRecord) =>
  recordAccess(ctx, {
    patientIds: file.patientId === null ? [] : [file.patientId],
    entity: { type: "File", id: file.id },
    action: "read",
    purpose: "upload-file",
    outcome: "allowed",
    data: { consultationId: file.consultationId },
  });

/** All bytes may be here though a crash kept the client from hearing it; then it would wait for ever. */
async function withItsEnd(ctx: Ctx, file: FileRecord): Promise<FileRecord> {
  const finished = file.status === "uploading" && (await finishUpload(ctx, file));
  return finished ? ((await findFile(file.id)) ?? file) : file;
}
