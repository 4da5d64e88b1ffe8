import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { endOldestSessions, halfSessionEnd, idleEnd, insertSession, sessionEnd } from "../sessions/index.ts";
import { presentSession } from "./session.present.ts";
import { markSignedIn, type UserRecord } from "../users/index.ts";

/**
 * Starts a session for a user who has just proven who they are, once. Staff who have a factor get a half session: ten
 * minutes in which only the second step is open (pass-second-factor.ts). Either way the owner is told when the device
 * is new, and of too many devices the one begun first is signed out.
 */
export async function startSession(ctx: Ctx, user: UserRecord, newDevice: boolean): Promise<Session> {
  const now = ctx.now();
  const half = secondFactorState(user.role, user.factorCount, null) === "required";
  const session = await inTransaction(ctx, async () => {
    await endOldestSessions(ctx, user.id);
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
