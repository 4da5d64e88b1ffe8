import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { finishUpload } from "./finish-upload.ts";
import { presentRecord } from "./file.present.ts";
import { findFile, findFileByKey, type FileRecord } from "./file.repo.ts";

/**
 * What its owner reads of a file. A specialist who sent a picture into a visit learns here how far it is, no more: what it
 * shows is of the patient, and is read where the gate stands.
 */
function presentOwn(ctx: Ctx, file: FileRecord): FileInfo {
  const whole = presentRecord(ctx, file);
  return actorOf(ctx).role === "patient" ? whole : { ...whole, name: "", pages: [], original: null };
}

/** One of the caller's own files; another's and a missing one get the same answer. */
export async function getFile(ctx: Ctx, { fileId }: { fileId: string }): Promise<FileInfo> {
  const { userId } = actorOf(ctx);
  const file = await findFile(fileId);
  if (file?.ownerUserId !== userId) throw new AppError("forbidden");
  await recordRead(ctx, file);
  return presentOwn(ctx, file);
}

/** One of the caller's own uploads, by the key the client chose; null means: start it. */
export async function getFileByKey(ctx: Ctx, { uploadKey }: { uploadKey: string }): Promise<FileInfo | null> {
  const { userId } = actorOf(ctx);
  const file = await findFileByKey(userId, uploadKey);
  if (!file) return null;
  await recordRead(ctx, file);
  return presentOwn(ctx, await withItsEnd(ctx, file));
}

/** Logged because a file name may tell of the illness. */
const recordRead = (ctx: Ctx, file: FileRecord) =>
  recordAccess(ctx, {
    patientIds: file.subject.type === "patient" ? [file.subject.id] : [],
    entity: { type: "File", id: file.id },
    action: "read",
    purpose: "upload-file",
    outcome: "allowed",
    data: { consultationId: file.subject.type === "consultation" ? file.subject.id : null },
  });

/** A crash may have kept the client from hearing that all bytes arrived; without this it would wait for ever. */
async function withItsEnd(ctx: Ctx, file: FileRecord): Promise<FileRecord> {
  const finished = file.status === "uploading" && (await finishUpload(ctx, file));
  return finished ? ((await findFile(file.id)) ?? file) : file;
}
