import type { Session, SignInInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { checkPassword } from "./check-password.ts";
import { rememberDevice } from "./known-device.ts";
import { phoneLookupOf } from "./phones.ts";
import { startSession } from "./start-session.ts";
import { findUserByPhone } from "./user.repo.ts";

/** Anyone with a number and its password, whatever the role. `wrong_credentials` alike for unknown and wrong. */
export async function signIn(ctx: Ctx, { phone, password }: SignInInput): Promise<Session> {
  const phoneLookup = phoneLookupOf(ctx.keys, phone);
  const user = await findUserByPhone(phoneLookup);
  const session = await startSession(ctx, await checkPassword(ctx, phone, password, user));
  rememberDevice(ctx, phoneLookup);
  return session;
}
