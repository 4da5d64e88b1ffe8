import type { ChangePasswordInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { checkPassword, getUser, hashPassword, openPhone, replacePassword, requireUnbreached } from "../users/index.ts";
import { confirmSession, endAllSessions } from "../sessions/index.ts";

const wrongCurrent = [{ path: "currentPassword", code: "wrong_credentials" }];

/**
 * Changes the password of the signed-in user, who proves themselves by the current one. Ends all their other sessions,
 * in case somebody else holds one. `wrong_credentials`, `password_breached`.
 */
export async function changePassword(ctx: Ctx, input: ChangePasswordInput): Promise<{ ok: true }> {
  const { userId, sessionId } = actorOf(ctx);
  const user = await getUser(userId);
  if (!user) throw new AppError("unauthenticated");
  const phone = openPhone(ctx.keys, user);
  await checkPassword(ctx, phone, input.currentPassword, user, wrongCurrent);
  requireUnbreached(input.newPassword, phone, "newPassword");
  const passwordHash = await hashPassword(input.newPassword);
  await inTransaction(ctx, async () => {
    if (!(await replacePassword(userId, user.passwordHash, passwordHash)))
      throw new AppError("wrong_credentials", wrongCurrent);
    await recordFact(ctx, {
      type: "account:password-changed",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId, initial: user.mustChangePassword },
    });
    await endAllSessions(ctx, userId, "password-changed", sessionId);
    await confirmSession(sessionId, ctx.now());
  });
  return { ok: true };
}
