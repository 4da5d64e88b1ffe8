import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { requireParticipant } from "../consultations/index.ts";
import type { ConsultationRecord } from "../consultations/index.ts";

/** The visit, if the caller is its treating specialist (R16); the patient reads the plan, not the note. */
export async function requireAuthor(
  ctx: Ctx,
  consultationId: string,
  purpose: AccessPurpose,
): Promise<ConsultationRecord> {
  const { visit, role } = await requireParticipant(ctx, consultationId, purpose);
  if (role !== "specialist") throw new AppError("forbidden");
  return visit;
}
