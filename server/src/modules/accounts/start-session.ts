import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { halfSessionEnd, idleEnd, insertSession, sessionEnd } from "../sessions/index.ts";
import { presentSession } from "./session.present.ts";
import { markSignedIn, type UserRecord } from "../users/index.ts";

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
