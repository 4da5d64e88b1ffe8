import { statfs } from "node:fs/promises";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { countWaiting, dropAnnounced, type FileRecord } from "./file.repo.ts";

/**
 * Uploads of one account that nothing refers to yet, or that are still to be read; a form holds 20 at most, the rest is
 * somebody filling the disk or the line in front of the readers.
 */
const MAX_WAITING = 200;
const MAX_WAITING_BYTES = 500 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Before bytes are taken in: `unavailable` when the disk runs out. */
export async function requireDiskRoom({ env, log }: Pick<Ctx, "env" | "log">): Promise<void> {
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
 * Counts an upload that was made into the account's share of the day; `storage_full` when it is more than that, and then
 * the upload is gone again. In one step, so that any number of uploads at once stays within the share; after the row,
 * so that of one announcement sent ten times one is counted.
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
