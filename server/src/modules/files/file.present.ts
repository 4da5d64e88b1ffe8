import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { userBehind, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { linkTo } from "./file-link.ts";
import { findFiles, type FileRecord } from "./file.repo.ts";

/**
 * The caller has passed the access check, because the reply contains links that need no further one. Links name the
 * session they are made for; without an actor there are none.
 */
export function presentRecord(ctx: Ctx, file: FileRecord): FileInfo {
  if (file.status === "removing") throw new AppError("forbidden");
  const actor = userBehind(ctx.actor);
  const session = actor?.sessionId ?? "";
  const ready = file.status === "ready" && actor !== null;
  const link = (variant: string) => linkTo(ctx.keys, ctx.now(), { fileId: file.id, variant, session });
  return {
    id: file.id,
    name: openName(ctx, file),
    bytes: file.bytes,
    kind: file.kind,
    status: file.status,
    // Stored a moment before the status changes, and shown only together with it.
    refusal: file.status === "refused" ? file.refusal : null,
    pages: ready
      ? file.pages.map((shape, page) => ({
          display: link(`display-${page}`),
          thumb: page === 0 ? link("thumb-0") : null,
          ...shape,
          flaw: shape.flaw ?? null,
        }))
      : [],
    original: ready && actor.userId === file.ownerUserId ? link("original") : null,
  };
}

/** In the order of the ids. The caller has passed the access check. */
export async function presentFiles(ctx: Ctx, fileIds: readonly string[]): Promise<FileInfo[]> {
  return (await findFiles(fileIds)).map((file) => presentRecord(ctx, file));
}

export const openName = (ctx: Pick<Ctx, "keys">, file: Pick<FileRecord, "id" | "name">) =>
  ctx.keys.open(file.name, `file:${file.id}`);
