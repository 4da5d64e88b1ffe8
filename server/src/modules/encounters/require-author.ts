import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { participantOf, requireParticipant } from "../consultations/index.ts";
import type { ConsultationRecord } from "../consultations/index.ts";

/** The visit, if the caller is its treating specialist (R16); the patient reads the plan, not the note. */
export async function requireAuthor(
  ctx: Ctx,
  consultationId: string,
  purpose: AccessPurpose,
): Promise<ConsultationRecord> {
  const { visit, me } = await requireParticipant(ctx, consultationId, purpose);
  if (me.kind !== "specialist") throw new AppError("forbidden");
  return visit;
}

/**
 * Whether the caller still is: asked of the database like the first time, without a row in the access log. Null when not, and then
 * requireAuthor says why and logs it.
 */
export async function stillAuthor(ctx: Ctx, consultationId: string): Promise<ConsultationRecord | null> {
  try {
    const { visit, me } = await participantOf(ctx, consultationId);
    return me.kind === "specialist" ? visit : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
