import type { Session, SignInInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import {
  checkPassword,
  findUserByPhone,
  hashPassword,
  isNewDevice,
  isOfOtherCost,
  phoneLookupOf,
  rememberDevice,
  renewPasswordHash,
} from "../users/index.ts";
import { startSession } from "./start-session.ts";

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
