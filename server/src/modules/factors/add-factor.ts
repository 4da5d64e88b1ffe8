import type { FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { replyFactors } from "./factor.reads.ts";
import { countFactorIn, replaceRecoveryCodes } from "../users/index.ts";
import { insertFactor, type NewFactor } from "./factor.repo.ts";
import { newRecoveryCodeTexts, recoveryCodeHash } from "./recovery-codes.ts";
import { completeSession, endAllSessions, findLiveSession } from "../sessions/index.ts";

/**
 * Activates a factor of the signed-in user that has been proven. The first factor brings the recovery codes, completes
 * this session and ends all others, since those were opened by the password alone. `take` uses up the pending setup in
 * the same transaction. `illegal_state` beyond MAX_FACTORS.
 */
export async function addFactor(ctx: Ctx, factor: NewFactor, take: () => Promise<boolean>): Promise<FactorsChanged> {
  const { userId, sessionId } = actorOf(ctx);
  const codes = await inTransaction(ctx, async () => {
    if (!(await take())) throw new AppError("code_expired");
    const count = await countFactorIn(userId);
    if (count === null) throw new AppError("illegal_state");
    await insertFactor(userId, factor, ctx.now());
    await recordFact(ctx, {
      type: "factor:added",
      patientId: null,
      entity: { type: "Factor", id: factor.id },
      data: { factorId: factor.id, userId, kind: factor.kind, initial: count === 1 },
    });
    if (count === 1) return beginFactors(ctx, userId, sessionId);
    // Two sessions may set up a "first" factor at once. For the second it is no longer the first, and its session never
    // took a second step.
    const session = await findLiveSession(sessionId, ctx.now());
    if (!session?.secondFactorAt) throw new AppError("second_factor_required");
    return null;
  });
  return replyFactors(ctx, codes);
}

async function beginFactors(ctx: Ctx, userId: string, sessionId: string): Promise<string[]> {
  if (!(await completeSession(sessionId, ctx.now()))) throw new AppError("unauthenticated");
  await endAllSessions(ctx, userId, "factors-changed", sessionId);
  return renewCodes(ctx, userId, true);
}

/** Replaces all recovery codes; joins the caller's transaction. */
export async function renewCodes(ctx: Ctx, userId: string, initial: boolean): Promise<string[]> {
  const codes = newRecoveryCodeTexts();
  await replaceRecoveryCodes(
    userId,
    codes.map((code) => recoveryCodeHash(ctx.keys, userId, code)),
  );
  await recordFact(ctx, {
    type: "recovery-codes:renewed",
    patientId: null,
    entity: { type: "User", id: userId },
    data: { userId, initial },
  });
  return codes;
}
