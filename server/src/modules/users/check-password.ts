import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { passwordGuard } from "./password-guard.ts";
import { passwordFits } from "./passwords.ts";
import { phoneLookupOf } from "./phones.ts";
import type { UserRecord } from "./user.repo.ts";

/**
 * Answers the active user with this number and password. Everything else, unknown numbers included, takes the same time
 * and throws `wrong_credentials`; after too many failures (password-guard.ts) `rate_limited`.
 */
export async function checkPassword(
  ctx: Ctx,
  phone: string,
  password: string,
  user: UserRecord | null,
  fields: { path: string; code: string }[] = [],
): Promise<UserRecord> {
  const guard = passwordGuard(ctx, phoneLookupOf(ctx.keys, phone), user);
  return ctx.lines.passwords.run(guard.line, async () => {
    await guard.take();
    const fits = await passwordFits(user?.passwordHash ?? null, password);
    if (!user || !user.active || !fits) throw new AppError("wrong_credentials", fields);
    await guard.right();
    return user;
  });
}
