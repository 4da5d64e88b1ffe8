import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { passwordFits } from "./passwords.ts";
import { phoneLookupOf } from "./phones.ts";
import type { UserRecord } from "./user.repo.ts";

/**
 * Lets pass the active user whose password this is. Everything else, an unknown number included, costs the same time
 * and answers `wrong_credentials`; after too many failures for this number from this address, `rate_limited`.
 */
export async function checkPassword(
  ctx: Ctx,
  phone: string,
  password: string,
  user: UserRecord | null,
  fields: { path: string; code: string }[] = [],
): Promise<UserRecord> {
  const key = `${phoneLookupOf(ctx.keys, phone)}:${ctx.ip}`;
  await ctx.limits.check("wrong-password", key);
  const fits = await passwordFits(user?.passwordHash ?? null, password);
  if (!user || !user.active || !fits) {
    await ctx.limits.consume("wrong-password", key);
    throw new AppError("wrong_credentials", fields);
  }
  // Again, since many guesses sent at once all pass the first look before one of them is counted.
  await ctx.limits.check("wrong-password", key);
  await ctx.limits.reset("wrong-password", key);
  return user;
}
