import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { presentSession } from "./session.present.ts";
import { insertSession, revokeSession } from "./session.repo.ts";
import type { UserRecord } from "./user.repo.ts";

/** A session dies when it was not used for this long: a month on one's own phone, half a day at a ward's desk (R63). */
export const sessionEnd = (role: Role, now: Date) =>
  new Date(now.getTime() + (role === "patient" ? 30 * DAY_MS : DAY_MS / 2));

/** Begins a session of a user who has just proven who they are. */
export async function startSession(ctx: Ctx, user: UserRecord): Promise<Session> {
  const now = ctx.now();
  const session = await inTransaction(ctx, async () => {
    const created = await insertSession(
      {
        id: newId(),
        userId: user.id,
        role: user.role,
        organizationId: user.organizationId,
        specialistId: user.specialistId,
        generation: 1,
        expiresAt: sessionEnd(user.role, now),
        userAgent: ctx.userAgent,
        ip: ctx.ip,
      },
      now,
    );
    await recordFact(ctx, {
      type: "session:started",
      patientId: null,
      entity: { type: "Session", id: created.id },
      data: { sessionId: created.id, userId: user.id },
    });
    return created;
  });
  return presentSession(ctx, session, user);
}

/** Ends a session now; its sockets are cut when the fact is delivered. Harmless for one that has ended. */
export async function endSession(
  ctx: Ctx,
  session: { id: string; userId: string },
  reason: "sign-out" | "reuse" | "password-changed",
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
