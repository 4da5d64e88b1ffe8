import type { Readable } from "node:stream";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { checkLink, isVariant, type FileLink } from "./file-link.ts";
import { originalKey, pictureKey } from "./file-places.ts";
import { isUnscanned, openName } from "./file.present.ts";
import { findFile, type FileRecord } from "./file.repo.ts";

export interface FileContent {
  file: FileRecord;
  /** Chosen by us; the type the file claims is ignored. */
  mediaType: "image/webp" | "application/octet-stream";
  /** Set for originals, which are downloaded and never displayed. */
  downloadName: string | null;
  bytes: number;
  read(range?: { start: number; end: number }): Readable;
}

/** By its signature alone; `forbidden`, `link_expired`. */
export function checkFileLink(ctx: Ctx, link: FileLink): void {
  if (!isVariant(link.variant)) throw new AppError("forbidden");
  checkLink(ctx.keys, ctx.now(), link);
}

/** What a signed link opens; the caller has checked it. */
export async function openFileContent(ctx: Ctx, link: FileLink): Promise<FileContent> {
  const file = await findFile(link.fileId);
  if (file?.status !== "ready") throw new AppError("forbidden");
  const original = link.variant === "original";
  if (original && isUnscanned(file)) throw new AppError("forbidden");
  const key = original ? originalKey(file) : pictureKey(file, link.variant);
  const bytes = await ctx.objects.size(key);
  if (bytes === null) throw new AppError("forbidden");
  return {
    file,
    mediaType: original ? "application/octet-stream" : "image/webp",
    downloadName: original ? openName(ctx, file) : null,
    bytes,
    read: (range) => ctx.objects.read(key, range),
  };
}
