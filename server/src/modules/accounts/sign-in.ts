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
 * Signs in anyone who has a number and its password, whatever their role. `wrong_credentials` for unknown number and
 * wrong password alike. A hash made with an older cost is renewed now, because only now is the password known.
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
