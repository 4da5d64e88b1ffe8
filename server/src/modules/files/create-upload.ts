import { shortenFileName } from "@fuzhen/shared/visible-text.ts";
import {
  MAX_FILE_BYTES,
  MAX_FILE_NAME,
  type FileSubject,
  type UploadMetadata,
} from "@fuzhen/shared/files/file.schema.ts";
import type { UploadTargets } from "../module.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/outbox.ts";
import { newStoreFolder, newUploadId } from "./file-places.ts";
import { findFileByKey, insertFile, type FileRecord } from "./file.repo.ts";
import { requireDiskRoom, requireUploadRoom, takeShareOfDay } from "./upload-allowance.ts";

type Wanted = Pick<FileRecord, "bytes" | "subject">;

/**
 * Announces an upload. The same uploadKey again answers the first upload, whatever its state, so a client that lost the
 * reply continues. Empty and oversize files, and more than the account's share (`storage_full`), are refused before a
 * byte is sent.
 */
export async function createUpload(
  ctx: Ctx,
  { metadata, bytes }: { metadata: UploadMetadata; bytes: number },
  targets: UploadTargets,
): Promise<FileRecord> {
  const { userId } = actorOf(ctx);
  const { uploadKey, subject } = metadata;
  if (bytes === 0) throw new AppError("file_empty");
  if (bytes > MAX_FILE_BYTES) throw new AppError("file_too_large");
  await requireDiskRoom(ctx);
  const wanted = { bytes, subject };
  try {
    const { file, made } = await inTransaction(ctx, async () => {
      // The right to it, the key and the room are read where the upload is made.
      await mayUploadTo(ctx, targets, subject);
      const first = await findFileByKey(userId, uploadKey);
      if (first) return { file: sameUpload(first, wanted), made: false };
      await requireUploadRoom(ctx, bytes);
      return { file: await insertUpload(ctx, metadata, wanted), made: true };
    });
    if (made) await takeShareOfDay(ctx, file);
    return file;
  } catch (error) {
    if (!duplicateKeyOf(error)?.includes("uploadKey")) throw error;
    // Lost a race for the same key, so the winner's upload is the answer. If it is not there, it is just being removed.
    const winner = await findFileByKey(userId, uploadKey);
    if (!winner) throw new AppError("unavailable");
    return sameUpload(winner, wanted);
  }
}

function insertUpload(ctx: Ctx, { uploadKey, filename }: UploadMetadata, wanted: Wanted): Promise<FileRecord> {
  const id = newId();
  return insertFile(
    {
      id,
      ownerUserId: actorOf(ctx).userId,
      uploadKey,
      uploadId: newUploadId(),
      ...wanted,
      name: ctx.keys.seal(cleanName(filename), `file:${id}`),
      folder: newStoreFolder(),
    },
    ctx.now(),
  );
}

async function mayUploadTo(ctx: Ctx, targets: UploadTargets, { type, id }: FileSubject): Promise<void> {
  const allow = targets[type];
  if (!allow) throw new AppError("forbidden");
  await allow(ctx, id);
}

/** Reusing a key for another file would mix two papers into one. */
function sameUpload(file: FileRecord, wanted: Wanted): FileRecord {
  const { type, id } = wanted.subject;
  if (file.bytes !== wanted.bytes || file.subject.type !== type || file.subject.id !== id)
    throw new AppError("invalid_input", [{ path: "uploadKey", code: "upload_key_used" }]);
  return file;
}

/** The last part of a path, at most `MAX_FILE_NAME` characters with its extension, without control and direction-turning characters (`cod.exe` shown as `exe.doc`). */
function cleanName(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? "";
  const visible = last.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim();
  return shortenFileName(visible, MAX_FILE_NAME) || "file";
}
