import { specialistOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { findBreakGlass, setEnded, type BreakGlassRecord } from "./break-glass.repo.ts";
import { breakGlassFact } from "./care-access.facts.ts";
import { closeGrant } from "./care-grant.repo.ts";

/** A specialist ends their own emergency access early. Harmless when it is over; `forbidden` for another's or none. */
export async function endBreakGlass(ctx: Ctx, { breakGlassId }: { breakGlassId: string }): Promise<{ ok: true }> {
  const opening = await findBreakGlass(breakGlassId);
  if (opening?.specialistId !== specialistOf(ctx)) throw new AppError("forbidden");
  await inTransaction(ctx, () => endOpening(ctx, opening));
  return { ok: true };
}

/** Ends it if it is in force, with its fact; joins the caller's transaction. */
export async function endOpening(ctx: Ctx, { id, until }: BreakGlassRecord): Promise<void> {
  const now = ctx.now();
  if (now >= until || !(await closeGrant({ kind: "break-glass", id }, now))) return;
  const ended = await setEnded(id, now);
  if (!ended) return;
  await recordFact(ctx, {
    type: "break-glass:ended",
    patientId: ended.patientId,
    entity: { type: "BreakGlass", id },
    data: breakGlassFact(ended),
  });
}
