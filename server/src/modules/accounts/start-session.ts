import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import type { SessionEndReason } from "./account.facts.ts";
import { halfSessionEnd, idleEnd, sessionEnd } from "./session-times.ts";
import { presentSession } from "./session.present.ts";
import { insertSession, liveSessionsOfUser, revokeSession } from "./session.repo.ts";
import { markSignedIn } from "./staff.repo.ts";
import type { UserRecord } from "./user.repo.ts";

/**
 * Begins a session of a user who has just proven who they are once. For staff with a factor it is half a session: ten
 * minutes for the second step and nothing else (pass-second-factor.ts). The owner is told of a new device either way.
 */
export async function startSession(ctx: Ctx, user: UserRecord, newDevice: boolean): Promise<Session> {
  const now = ctx.now();
  const half = secondFactorState(user.role, user.factorCount, null) === "required";
  const session = await inTransaction(ctx, async () => {
    const created = await insertSession(
      {
        id: newId(),
        userId: user.id,
        role: user.role,
        organizationId: user.organizationId,
        specialistId: user.specialistId,
        generation: 1,
        expiresAt: half ? halfSessionEnd(now) : sessionEnd(user.role, now, now),
        idleAt: idleEnd(ctx.env, user.role, now),
        userAgent: ctx.userAgent,
        ip: ctx.ip,
      },
      now,
    );
    if (user.role !== "patient" && !half) await markSignedIn(user.id, now);
    await recordFact(ctx, {
      type: "session:started",
      patientId: null,
      entity: { type: "Session", id: created.id },
      data: { sessionId: created.id, userId: user.id, newDevice },
    });
    return created;
  });
  return presentSession(ctx, session, user);
}

/** Ends a session now; its sockets are cut when the fact is delivered. Harmless for one that has ended. */
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

/** Ends every live session of a user but the one to be kept; joins the caller's transaction. */
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
