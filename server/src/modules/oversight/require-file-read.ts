import { actorBehind } from "../sessions/index.ts";
import { canAccessPatient, requirePatientAccess } from "../care-access/index.ts";
import { getConsultation } from "../consultations/index.ts";
import type { FileLink, FileRecord } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { refusalOfStep } from "../../platform/run-action.ts";
import { isFurtherPart, noteFirstPart } from "./read-parts.ts";

/**
 * Runs before bytes of a file are sent, for every part: the person the link was made for passes the gate again, since
 * what entitled them may have ended. One row logs which variant was opened and from where; further parts add none,
 * refusals do. `link_expired` when that person's session has ended; otherwise the gate's own refusal.
 */
export async function requireFileRead(
  ctx: Ctx,
  { link, file, part }: { link: FileLink; file: FileRecord; part: boolean },
): Promise<void> {
  const actor = await actorBehind(ctx, link.session);
  if (!actor || refusalOfStep(actor)) throw new AppError("link_expired");
  const { type, id } = file.subject;
  const patientId = type === "patient" ? id : (await getConsultation(id))?.patientId;
  if (!patientId) throw new AppError("forbidden");
  const reader = { ...ctx, actor };
  // A picture that was said in a visit is read like all that was said there: as long as its specialist may answer.
  const purpose = type === "consultation" ? "visit" : "read-file";
  if (part && isFurtherPart(ctx, link) && (await canAccessPatient(reader, patientId, purpose))) return;
  await requirePatientAccess(reader, patientId, purpose, {
    type: "File",
    id: file.id,
    action: "read-file",
    data: { variant: link.variant, consultationId: type === "consultation" ? id : null },
  });
  if (part) noteFirstPart(ctx, link);
}
