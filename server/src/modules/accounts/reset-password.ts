import type { ResetPasswordInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { checkCode, useCode } from "../codes/index.ts";
import {
  findUserByPhone,
  hashPassword,
  markPhoneVerified,
  passwordGuard,
  phoneLookupOf,
  replacePassword,
  requireUnbreached,
} from "../users/index.ts";
import { endAllSessions } from "../sessions/index.ts";

/**
 * Sets a new password for whoever holds the phone. Ends all sessions of the account and starts none. Without the right
 * code it reveals nothing about the number: `code_wrong`, `code_expired`, `password_breached`.
 */
export async function resetPassword(ctx: Ctx, { phone, code, newPassword }: ResetPasswordInput): Promise<{ ok: true }> {
  // Checked first, so that a code is not used up for a password that would be refused anyway.
  requireUnbreached(newPassword, phone, "newPassword");
  const proof = await checkCode(ctx, { phone, code, purpose: "reset-password" });
  const phoneLookup = phoneLookupOf(ctx.keys, phone);
  const user = await findUserByPhone(phoneLookup);
  if (!user) throw new AppError("sign_up_required");
  if (!user.active) throw new AppError("code_wrong");
  const { id: userId } = user;
  const passwordHash = await hashPassword(newPassword);
  await inTransaction(ctx, async () => {
    await useCode(proof);
    // Somebody who knew the old password changed it in this very moment. The holder of the phone tries again, with a
    // new code if need be.
    if (!(await replacePassword(userId, user.passwordHash, passwordHash))) throw new AppError("code_expired");
    await markPhoneVerified(userId, ctx.now());
    await recordFact(ctx, {
      type: "account:password-changed",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId, initial: false },
    });
    await endAllSessions(ctx, userId, "password-changed");
  });
  await passwordGuard(ctx, phoneLookup, user).forget();
  return { ok: true };
}
