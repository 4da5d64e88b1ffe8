import type { Session, SignInByCodeInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { checkCode, useCode } from "../codes/index.ts";
import { findUserByPhone, isNewDevice, markPhoneVerified, phoneLookupOf, rememberDevice } from "../users/index.ts";
import { startSession } from "./start-session.ts";

/**
 * Signs in anyone who has a number and the code sent to it, whatever their role. `code_wrong`, `code_expired`;
 * `sign_up_required` for the right code of a number without an account, which stays valid for signing up (sign-up.ts).
 */
export async function signInByCode(ctx: Ctx, { phone, code }: SignInByCodeInput): Promise<Session> {
  const proof = await checkCode(ctx, { phone, code, purpose: "sign-in" });
  const phoneLookup = phoneLookupOf(ctx.keys, phone);
  const user = await findUserByPhone(phoneLookup);
  if (!user) throw new AppError("sign_up_required");
  if (!user.active) throw new AppError("code_wrong");
  await useCode(proof);
  await markPhoneVerified(user.id, ctx.now());
  const session = await startSession(ctx, user, isNewDevice(ctx, user, phoneLookup));
  rememberDevice(ctx, phoneLookup);
  return session;
}
