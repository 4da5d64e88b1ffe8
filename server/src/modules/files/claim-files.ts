import type { FileSubject } from "@fuzhen/shared/files/file.schema.ts";
import type { FieldError } from "@fuzhen/shared/errors.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { attachFile, findFile } from "./file.repo.ts";

/**
 * Attaches the caller's own uploads for this patient to the record being written; call it in that record's transaction,
 * after the gate. A file that cannot be attached is named as `fileIds.N`: `file_unknown` (also for another's file, or
 * one uploaded for another patient), its refusal code, or `file_not_ready` while bytes are missing.
 */
export async function claimFiles(
  ctx: Ctx,
  { fileIds, patientId }: { fileIds: readonly string[]; patientId: string },
): Promise<void> {
  const fields: FieldError[] = [];
  for (const [index, fileId] of fileIds.entries()) {
    const path = `fileIds.${index}`;
    if (fileIds.indexOf(fileId) < index) fields.push({ path, code: "duplicate" });
    else {
      const trouble = await claim(ctx, fileId, { type: "patient", id: patientId });
      if (trouble) fields.push({ path, code: trouble });
    }
  }
  refuse(fields);
}

/** Attaches the one picture of a chat message; the path is `fileId`, and only pictures are allowed. */
export async function claimConsultationImage(
  ctx: Ctx,
  { fileId, consultationId }: { fileId: string; consultationId: string },
): Promise<void> {
  const trouble = await claim(ctx, fileId, { type: "consultation", id: consultationId });
  refuse(trouble ? [{ path: "fileId", code: trouble }] : []);
}

async function claim(ctx: Ctx, fileId: string, subject: FileSubject): Promise<string | null> {
  const { userId } = actorOf(ctx);
  if (await attachFile(fileId, userId, subject)) return null;
  const file = await findFile(fileId);
  if (file?.ownerUserId !== userId || !isSame(file.subject, subject)) return "file_unknown";
  return file.refusal ?? "file_not_ready";
}

const isSame = (one: FileSubject, other: FileSubject) => one.type === other.type && one.id === other.id;

function refuse(fields: FieldError[]): void {
  if (fields.length === 0) return;
  const waiting = fields.every((field) => field.code === "file_not_ready");
  throw new AppError(waiting ? "file_not_ready" : "invalid_input", fields);
}
