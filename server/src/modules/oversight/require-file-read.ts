import { actorBehind } from "../sessions/index.ts";
import { canAccessPatient, requirePatientAccess } from "../care-access/index.ts";
import { getConsultation } from "../consultations/index.ts";
import type { FileLink, FileRecord } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { refusalOfStep } from "../../platform/run-action.ts";
import { isFurtherPart, noteFirstPart } from "./read-parts.ts";

/**
 * Before the bytes of a file are sent, at every part of it: whoever the link was made for passes the one gate again, for their
 * ground may have ended since. One row tells which variant was opened and from where; further parts add none, refusals do.
 * `link_expired` when that person's session has ended: the link ends with it; the gate's answer when their ground has.
 */
export async function requireFileRead(
  ctx: Ctx,
  { link, file, part }: { link: FileLink; file: FileRecord; part: boolean },
): Promise<void> {
  const actor = await actorBehind(ctx, link.session);
  if (!actor || refusalOfStep(actor)) throw new AppError("link_expired");
  const patientId = file.patientId ?? (file.consultationId && (await getConsultation(file.consultationId))?.patientId);
  if (!patientId) throw new AppError("forbidden");
  const reader = { ...ctx, actor };
  if (part && isFurtherPart(ctx, link) && (await canAccessPatient(reader, patientId, "read-file"))) return;
  await requirePatientAccess(reader, patientId, "read-file", {
    type: "File",
    id: file.id,
    action: "read-file",
    data: { variant: link.variant, consultationId: file.consultationId },
  });
  if (part) noteFirstPart(ctx, link);
}
