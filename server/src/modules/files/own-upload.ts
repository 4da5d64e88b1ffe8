import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { isUploadId } from "./file-places.ts";
import { findFileByUpload, type FileRecord } from "./file.repo.ts";

/** The caller's own upload. Another's and a missing one both answer `forbidden`; the client then starts a new one. */
export async function ownUpload(ctx: Ctx, uploadId: string): Promise<FileRecord> {
  const { userId } = actorOf(ctx);
  const file = isUploadId(uploadId) ? await findFileByUpload(uploadId) : null;
  if (file?.ownerUserId !== userId) throw new AppError("forbidden");
  return file;
}

/** An upload still under way, whoever's it is; null for any other id. */
export async function runningUpload(uploadId: string): Promise<FileRecord | null> {
  const file = isUploadId(uploadId) ? await findFileByUpload(uploadId) : null;
  return file?.status === "uploading" ? file : null;
}
