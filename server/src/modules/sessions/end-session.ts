import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import type { SessionEndReason } from "./session.facts.ts";
import { liveSessionsOfUser, MOST_DEVICES, revokeSession } from "./session.repo.ts";

/** Ends a session now; its sockets are closed when the fact is delivered. Harmless when it has ended. */
export async function endSession(
  ctx: Ctx,
  session: { id: string; userId: string },
  reason: SessionEndReason,
): Promise<void> {
  await inTransaction(ctx, async () => {
    if (!(await revokeSession(session.id, ctx.now()))) return;
    await recordFact(ctx, {
      type: "session:revoked",
      patientId: null,
      entity: { type: "Session", id: session.id },
      data: { sessionId: session.id, userId: session.userId, reason },
    });
  });
}

/** Ends all sessions of a user except one; joins the caller's transaction. */
export async function endAllSessions(
  ctx: Ctx,
  userId: string,
  reason: SessionEndReason,
  keepSessionId?: string,
): Promise<void> {
  await inTransaction(ctx, async () => {
    for (;;) {
      const others = (await liveSessionsOfUser(userId, ctx.now())).filter(({ id }) => id !== keepSessionId);
      if (others.length === 0) return;
      for (const session of others) await endSession(ctx, session, reason);
    }
  });
}

/**
 * Makes room for one more: of too many sessions those begun first end. Half ones go before whole ones, so that whoever knows
 * a password alone signs nobody out who has taken the second step. Joins the transaction.
 */
export async function endOldestSessions(ctx: Ctx, userId: string): Promise<void> {
  const live = await liveSessionsOfUser(userId, ctx.now());
  const whole = live.filter(({ secondFactorAt }) => secondFactorAt !== null);
  const half = live.filter(({ secondFactorAt }) => secondFactorAt === null);
  for (const session of [...whole, ...half].slice(MOST_DEVICES - 1)) await endSession(ctx, session, "too-many");
}
