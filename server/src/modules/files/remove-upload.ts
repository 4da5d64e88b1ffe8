import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { markRemoving, type FileRecord } from "./file.repo.ts";
import { addWork } from "./stages/file-work.repo.ts";

/**
 * Withdraws one of the caller's uploads, at any stage before a record refers to it; its bytes are deleted shortly
 * after.
 */
export async function removeUpload(ctx: Ctx, file: FileRecord): Promise<void> {
  if (!(await markRemoving(file.id))) throw new AppError("illegal_state");
  await addWork([{ file, kind: "erase" }], ctx.now());
}
