import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { userBehind, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { linkTo } from "./file-link.ts";
import { findFiles, resultOf, type FileRecord } from "./file.repo.ts";
import { hurry } from "./stages/file-work.repo.ts";

/**
 * The caller has passed the access check, because the reply contains links that need no further one. Links name the
 * session they are made for; without an actor there are none.
 */
export function presentRecord(ctx: Ctx, file: FileRecord): FileInfo {
  if (file.status === "removing") throw new AppError("forbidden");
  const actor = userBehind(ctx.actor);
  const session = actor?.sessionId ?? "";
  const ready = file.status === "ready" && actor !== null;
  const status = file.status === "quarantined" ? "refused" : file.status;
  const shown = resultOf(file, "pages");
  const preview = resultOf(file, "preview");
  const link = (variant: string) => linkTo(ctx.keys, ctx.now(), { fileId: file.id, variant, session });
  return {
    id: file.id,
    name: openName(ctx, file),
    bytes: file.bytes,
    kind: shown?.kind ?? null,
    status,
    // Stored a moment before the status changes, and shown only together with it.
    refusal: status === "refused" ? file.refusal : null,
    pages: ready
      ? (shown?.pages ?? []).map((shape, page) => ({
          display: link(`display-${page}`),
          thumb: page === preview?.page ? link("thumb-0") : null,
          ...shape,
          flaw: shape.flaw ?? null,
        }))
      : [],
    // Nobody has it back before the scanner has answered for the first time.
    original: ready && actor.userId === file.ownerUserId && !isUnscanned(file) ? link("original") : null,
  };
}

/** In the order of the ids. The caller has passed the access check. */
export async function presentFiles(ctx: Ctx, fileIds: readonly string[]): Promise<FileInfo[]> {
  const files = await findFiles(fileIds);
  await lookAt(ctx, files);
  return files.map((file) => presentRecord(ctx, file));
}

/** What a specialist has open and cannot see yet is read before anything else. */
export async function lookAt({ actor }: Ctx, files: readonly FileRecord[]): Promise<void> {
  if (actor?.role !== "specialist") return;
  const unread = files.filter(({ status }) => status === "processing").map(({ id }) => id);
  if (unread.length > 0) await hurry(unread);
}

/** Whether a scanner is still to answer. */
export const isUnscanned = ({ readings }: Pick<FileRecord, "readings">) => readings.scan?.state === "waiting";

export const openName = (ctx: Pick<Ctx, "keys">, file: Pick<FileRecord, "id" | "name">) =>
  ctx.keys.open(file.name, `file:${file.id}`);
