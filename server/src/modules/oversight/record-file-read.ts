import { actorBehind } from "../accounts/index.ts";
import { recordAccess } from "../audit/index.ts";
import { getConsultation } from "../consultations/index.ts";
import type { FileLink, FileRecord } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { refusalOfStep } from "../../platform/run-action.ts";
import { isFurtherPart } from "./read-parts.ts";

/**
 * One row for each opening of a file's content, before its bytes are sent: who the link was made for, which variant, and
 * from where it was opened. `link_expired` when that person's session has ended: the link ends with it.
 */
export async function recordFileRead(
  ctx: Ctx,
  { link, file, part }: { link: FileLink; file: FileRecord; part: boolean },
): Promise<void> {
  const actor = await actorBehind(ctx, link.session);
  if (!actor || refusalOfStep(actor)) throw new AppError("link_expired");
  if (part && isFurtherPart(ctx, link)) return;
  const patientId = file.patientId ?? (file.consultationId && (await getConsultation(file.consultationId))?.patientId);
  await recordAccess(
    { ...ctx, actor },
    {
      patientIds: patientId ? [patientId] : [],
      entity: { type: "File", id: file.id },
      action: "read-file",
      purpose: "read-file",
      outcome: "allowed",
      data: { variant: link.variant, consultationId: file.consultationId },
    },
  );
}
