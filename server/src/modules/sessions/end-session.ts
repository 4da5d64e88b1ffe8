import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import type { SessionEndReason } from "./session.facts.ts";
import { liveSessionsOfUser, revokeSession } from "./session.repo.ts";

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
    for (const session of await liveSessionsOfUser(userId, ctx.now()))
      if (session.id !== keepSessionId) await endSession(ctx, session, reason);
  });
}
