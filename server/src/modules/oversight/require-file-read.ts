import { actorBehind } from "../accounts/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { getConsultation } from "../consultations/index.ts";
import type { FileLink, FileRecord } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { refusalOfStep } from "../../platform/run-action.ts";
import { isFurtherPart } from "./read-parts.ts";

/**
 * Before the bytes of a file are sent: whoever the link was made for passes the one gate again, for their ground may have
 * ended since, and one row tells which variant was opened and from where. `link_expired` when that person's session has
 * ended: the link ends with it; `forbidden` when their ground has.
 */
export async function requireFileRead(
  ctx: Ctx,
  { link, file, part }: { link: FileLink; file: FileRecord; part: boolean },
): Promise<void> {
  const actor = await actorBehind(ctx, link.session);
  if (!actor || refusalOfStep(actor)) throw new AppError("link_expired");
  if (part && isFurtherPart(ctx, link)) return;
  const patientId = file.patientId ?? (file.consultationId && (await getConsultation(file.consultationId))?.patientId);
  if (!patientId) throw new AppError("forbidden");
  await requirePatientAccess({ ...ctx, actor }, patientId, "read-file", {
    type: "File",
    id: file.id,
    action: "read-file",
    data: { variant: link.variant, consultationId: file.consultationId },
  });
}
