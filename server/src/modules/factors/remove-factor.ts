import type { FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { renewCodes } from "./add-factor.ts";
import { replyFactors } from "./factor.reads.ts";
import { clearFactorCount, countFactorOut } from "../users/index.ts";
import { deleteFactor, deleteFactorsOf, type FactorRecord, factorsOf } from "./factor.repo.ts";
import { endAllSessions } from "../sessions/index.ts";

const factRemoved = (ctx: Ctx, { id, userId, kind }: FactorRecord) =>
  recordFact(ctx, {
    type: "factor:removed",
    patientId: null,
    entity: { type: "Factor", id },
    data: { factorId: id, userId, kind },
  });

/**
 * Removes one of the caller's factors and ends their other sessions, since a lost device may hold one. Harmless when it
 * is gone or was never theirs. `second_factor_last`; of two removals at once the second gets it.
 */
export async function removeFactor(ctx: Ctx, { factorId }: { factorId: string }): Promise<FactorsChanged> {
  const { userId, sessionId } = actorOf(ctx);
  await inTransaction(ctx, async () => {
    const removed = await deleteFactor(userId, factorId);
    if (!removed) return;
    if (!(await countFactorOut(userId))) throw new AppError("second_factor_last");
    await factRemoved(ctx, removed);
    await endAllSessions(ctx, userId, "factors-changed", sessionId);
  });
  return replyFactors(ctx, null);
}

/** Ten new recovery codes for the caller; the old ones stop working. */
export async function newRecoveryCodes(ctx: Ctx): Promise<FactorsChanged> {
  const codes = await inTransaction(ctx, () => renewCodes(ctx, actorOf(ctx).userId, false));
  return replyFactors(ctx, codes);
}

/**
 * Takes all factors and recovery codes of somebody who lost them, and ends their sessions; they set up new ones at the
 * next sign-in. Who may ask for it, and on whose word, is the caller's to decide. Joins the caller's transaction.
 */
export async function removeAllFactors(ctx: Ctx, userId: string): Promise<void> {
  await inTransaction(ctx, async () => {
    for (const factor of await factorsOf(userId)) await factRemoved(ctx, factor);
    await deleteFactorsOf(userId);
    await clearFactorCount(userId);
    await endAllSessions(ctx, userId, "factors-reset");
  });
}
