import { addressGroup } from "../../platform/address-group.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

const placeOf = (ctx: Ctx) => `${actorOf(ctx).userId}:${addressGroup(ctx.ip)}`;

/**
 * Counts a try before it is checked, so that many guesses sent at once cannot exceed the limit. Counted per session,
 * and per account and address together, so that somebody guessing from elsewhere cannot lock the owner out.
 * `rate_limited`.
 */
export async function countTry(ctx: Ctx): Promise<void> {
  await ctx.limits.consumeAll([
    ["second-factor-place", placeOf(ctx)],
    ["second-factor", actorOf(ctx).sessionId],
  ]);
}

/** After a right answer the wrong tries before it are forgotten. */
export async function forgetTries(ctx: Ctx): Promise<void> {
  await ctx.limits.reset("second-factor-place", placeOf(ctx));
  await ctx.limits.reset("second-factor", actorOf(ctx).sessionId);
}

/** Whether this session has used up its tries. */
export async function outOfTries(ctx: Ctx): Promise<boolean> {
  return ctx.limits.check("second-factor", actorOf(ctx).sessionId).then(
    () => false,
    (error: unknown) => {
      if (error instanceof AppError && error.code === "rate_limited") return true;
      throw error;
    },
  );
}
