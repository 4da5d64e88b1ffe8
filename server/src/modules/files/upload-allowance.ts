import { statfs } from "node:fs/promises";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { countWaiting, dropAnnounced, type FileRecord } from "./file.repo.ts";

/**
 * Uploads of one account that no record refers to yet, or that are still to be read. A form holds 20 at most; many more
 * means somebody is filling the disk or the readers' queue.
 */
const MAX_WAITING = 200;
const MAX_WAITING_BYTES = 500 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Before bytes are taken in: `unavailable` when the disk runs out. A bucket has no end that we could see. */
export async function requireDiskRoom({ env, log }: Pick<Ctx, "env" | "log">): Promise<void> {
  if (env.S3_BUCKET !== undefined) return;
  const { bavail, bsize } = await statfs(env.DATA_DIR);
  if (bavail * bsize >= env.MIN_FREE_MB * MEGABYTE) return;
  log.error({ freeMb: Math.floor((bavail * bsize) / MEGABYTE) }, "disk nearly full, uploads refused");
  throw new AppError("unavailable");
}

/** In the transaction of a new upload, before it is written: `storage_full` when too much of the account lies about. */
export async function requireUploadRoom(ctx: Ctx, bytes: number): Promise<void> {
  const { userId } = actorOf(ctx);
  await takeTurn("uploads", userId);
  const waiting = await countWaiting(userId);
  if (waiting.files >= MAX_WAITING || waiting.bytes + bytes > MAX_WAITING_BYTES) throw new AppError("storage_full");
}

/**
 * Counts a new upload towards the account's daily share; beyond it, removes the upload again and throws `storage_full`.
 * Counting in one step keeps any number of simultaneous uploads within the share; counting after the row exists means
 * that an announcement sent ten times counts once.
 */
export async function takeShareOfDay(ctx: Ctx, { id, ownerUserId, bytes }: FileRecord): Promise<void> {
  try {
    await ctx.limits.consume("upload-day", ownerUserId, Math.ceil(bytes / 1024));
  } catch (error) {
    await dropAnnounced(id);
    if (!(error instanceof AppError && error.code === "rate_limited")) throw error;
    throw new AppError("storage_full", [], error.retryAfter);
  }
}
