import type { BreakGlassCase, ReviewInput } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { displayNameOf } from "../users/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { reviewRefusal } from "./break-glass.policy.ts";
import { presentCases } from "./break-glass.present.ts";
import { findBreakGlass, setReview } from "./break-glass.repo.ts";
import { reviewSeal } from "./break-glass.seals.ts";
import { breakGlassFact } from "./care-access.facts.ts";
import { endOpening } from "./end-break-glass.ts";

/**
 * An audit admin reviews an emergency opening of their own organisation, once for all (R64); of two at the same moment
 * one writes and the other reads `already_reviewed`. "Not justified" ends the opening if it is still in force, and its
 * fact alarms the security admins. `own_act` for their own opening, `forbidden` for another organisation's or none.
 */
export async function reviewBreakGlass(
  ctx: Ctx,
  { breakGlassId, verdict, account }: ReviewInput,
): Promise<BreakGlassCase> {
  const actor = actorOf(ctx);
  const opening = await findBreakGlass(breakGlassId);
  const refusal = opening ? reviewRefusal(actor, opening) : "forbidden";
  if (refusal) throw new AppError(refusal);
  const review = {
    verdict,
    sealedAccount: ctx.keys.seal(account, reviewSeal(breakGlassId)),
    by: actor.userId,
    reviewerName: await displayNameOf(actor.userId),
    at: ctx.now(),
  };
  const reviewed = await inTransaction(ctx, async () => {
    const written = await setReview(breakGlassId, review);
    if (!written) throw new AppError("already_reviewed");
    if (verdict === "not-justified") await endOpening(ctx, written);
    await recordFact(ctx, {
      type: "break-glass:reviewed",
      patientId: written.patientId,
      entity: { type: "BreakGlass", id: breakGlassId },
      data: { ...breakGlassFact(written), verdict },
    });
    return written;
  });
  const [presented] = await presentCases(ctx, [(await findBreakGlass(breakGlassId)) ?? reviewed]);
  if (!presented) throw new Error("case not presented");
  return presented;
}
