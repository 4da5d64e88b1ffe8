import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { markRemoving, type FileRecord } from "./file.repo.ts";

/** Takes an own upload back, at any stage before something refers to it; its bytes go shortly after. */
export async function removeUpload(ctx: Ctx, file: FileRecord): Promise<void> {
  if (!(await markRemoving(file.id, ctx.now()))) throw new AppError("illegal_state");
}
