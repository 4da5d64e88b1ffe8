import type { Session, SignInInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { checkPassword } from "./check-password.ts";
import { isNewDevice, rememberDevice } from "./known-device.ts";
import { hashPassword, isOfOtherCost } from "./passwords.ts";
import { phoneLookupOf } from "./phones.ts";
import { startSession } from "./start-session.ts";
import { findUserByPhone, renewPasswordHash } from "./user.repo.ts";

/**
 * Anyone with a number and its password, whatever the role. `wrong_credentials` alike for unknown and wrong. A hash made
 * with another cost than today's is made anew, for here the password is at hand.
 */
export async function signIn(ctx: Ctx, { phone, password }: SignInInput): Promise<Session> {
  const phoneLookup = phoneLookupOf(ctx.keys, phone);
  const user = await findUserByPhone(phoneLookup);
  const owner = await checkPassword(ctx, phone, password, user);
  if (isOfOtherCost(owner.passwordHash))
    await renewPasswordHash(owner.id, owner.passwordHash, await hashPassword(password));
  const session = await startSession(ctx, owner, isNewDevice(ctx, owner, phoneLookup));
  rememberDevice(ctx, phoneLookup);
  return session;
}
