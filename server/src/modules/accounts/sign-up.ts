import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import type { Session, SignUpInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { addressGroup } from "../../platform/address-group.ts";
import type { Ctx } from "../../platform/context.ts";
import { checkCode, useCode } from "../codes/index.ts";
import { createUser, phoneLookupOf, rememberDevice, requireUnbreached } from "../users/index.ts";
import { startSession } from "./start-session.ts";

/**
 * Anyone who holds the number may open a patient account; staff accounts are made by admins. `password_breached`,
 * `code_wrong`, `code_expired`; `phone_taken` is told only to who has proved to hold the number.
 */
export async function signUp(
  ctx: Ctx,
  { phone, password, code, codePurpose = "sign-up" }: SignUpInput,
): Promise<Session> {
  // Checked first, so that no try is counted for a password that would be refused anyway.
  requireUnbreached(password, phone, "password");
  const proof = await checkCode(ctx, { phone, code, purpose: codePurpose });
  const place = addressGroup(ctx.ip);
  await ctx.limits.consume("sign-up", place);
  const user = await createUser(
    ctx,
    {
      phone,
      password,
      role: "patient",
      duty: null,
      organizationId: null,
      organizationName: null,
      specialistId: null,
      displayName: maskPhone(phone),
      mustChangePassword: false,
      noticeAcceptedAt: ctx.now(),
      phoneVerifiedAt: ctx.now(),
    },
    { passwordField: "password", within: () => useCode(proof) },
  ).catch(async (error: unknown) => {
    // No account came of it.
    await ctx.limits.refund("sign-up", place);
    throw error;
  });
  const session = await startSession(ctx, user, false);
  rememberDevice(ctx, phoneLookupOf(ctx.keys, phone));
  return session;
}
