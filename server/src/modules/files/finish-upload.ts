import { rm, stat } from "node:fs/promises";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { originalKey, uploadPath } from "./file-places.ts";
import { findFile, markUploaded, type FileRecord } from "./file.repo.ts";
import { uploadedBytes } from "./upload-bytes.ts";

/**
 * Takes an upload in when all its bytes are here; true when it has left the state `uploading`. Done before the client
 * hears that it has finished, and again when it asks: the bytes into the store (encrypted anew, synced), then away from
 * where they came in, then the row. After a crash at any point between, the next HEAD or POST of the client ends what was begun.
 */
export async function finishUpload(ctx: Ctx, file: FileRecord): Promise<boolean> {
  if (file.status !== "uploading") return true;
  const local = uploadPath(ctx.env, file.uploadId);
  const key = originalKey(file);
  if ((await bytesAt(local)) === file.bytes) {
    // Two requests may see the last byte at once; for the second one the bytes may be in the store already, and gone here.
    await ctx.objects
      .put(key, { size: file.bytes, source: uploadedBytes(ctx, file) })
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    if ((await ctx.objects.size(key)) === file.bytes) await rm(local, { force: true });
  }
  if ((await ctx.objects.size(key)) !== file.bytes) return false;
  if (!(await markUploaded(file.id, ctx.now())) && !(await findFile(file.id))) {
    // Its owner took it back meanwhile, and the worker may have been here before these bytes.
    await ctx.objects.remove(file.folder);
    throw new AppError("forbidden");
  }
  return true;
}

/** Bytes received so far, or null when the first has not been announced to the disk. */
const bytesAt = (path: string): Promise<number | null> =>
  stat(path).then(
    (info) => info.size,
    () => null,
  );
