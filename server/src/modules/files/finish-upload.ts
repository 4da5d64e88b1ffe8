import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { originalKey } from "./file-places.ts";
import { findFile, markUploaded, type FileRecord } from "./file.repo.ts";
import { addWork } from "./stages/file-work.repo.ts";
import { firstReadings, openPools, poolsDue } from "./stages/stages.ts";
import { bytesReceived, removeBytes, uploadedBytes } from "./upload-bytes.ts";

/**
 * Completes an upload once all bytes are here; true when it has left the state `uploading`. Runs before the client is
 * told that it finished, and again when the client asks. Order: bytes into the store as one object, delete the
 * pieces, update the row. After a crash at any point the client's next HEAD or POST continues.
 */
export async function finishUpload(ctx: Ctx, file: FileRecord): Promise<boolean> {
  if (file.status !== "uploading") return true;
  const key = originalKey(file);
  if ((await bytesReceived(ctx, file)) === file.bytes) {
    // Two requests may see the last byte at once; for the second, the bytes may already be in the store and no longer
    // here.
    await ctx.objects
      .put(key, { size: file.bytes, source: uploadedBytes(ctx, file) })
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    if ((await ctx.objects.size(key)) === file.bytes) await removeBytes(ctx, file);
  }
  if ((await ctx.objects.size(key)) !== file.bytes) return false;
  // From here on the file will be read, whatever happens to this process: work that is lost is mended at the next start.
  const open = openPools(ctx.env);
  const readings = firstReadings(open, ctx.now());
  if (await markUploaded(file.id, readings))
    await addWork(
      poolsDue(readings, open).map((kind) => ({ file, kind })),
      ctx.now(),
    );
  else if (!(await findFile(file.id))) {
    // The owner withdrew it in the meantime, and the worker may have cleaned up before these bytes were written.
    await ctx.objects.remove(file.folder);
    throw new AppError("forbidden");
  }
  return true;
}
