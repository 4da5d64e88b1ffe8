import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { isUploadId } from "./file-places.ts";
import { findFileByUpload, type FileRecord } from "./file.repo.ts";

/** The caller's own upload. Another's and none at all answer the same `forbidden`; a client then begins a new one. */
export async function ownUpload(ctx: Ctx, uploadId: string): Promise<FileRecord> {
  const { userId } = actorOf(ctx);
  const file = isUploadId(uploadId) ? await findFileByUpload(uploadId) : null;
  if (file?.ownerUserId !== userId) throw new AppError("forbidden");
  return file;
}

/** Announced bytes of an upload still under way. */
export async function sizeOfUpload(uploadId: string): Promise<number | null> {
  const file = isUploadId(uploadId) ? await findFileByUpload(uploadId) : null;
  return file?.status === "uploading" ? file.bytes : null;
}
