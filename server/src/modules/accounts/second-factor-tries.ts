import { addressGroup } from "../../platform/address-group.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

const placeOf = (ctx: Ctx) => `${actorOf(ctx).userId}:${addressGroup(ctx.ip)}`;

/**
 * Counts a try before it is looked at, so that guesses sent all at once are no more than those sent in turn. Counted by
 * session and by account and address: whoever guesses from afar does not lock out the owner. `rate_limited`.
 */
export async function countTry(ctx: Ctx): Promise<void> {
  await ctx.limits.consumeAll([
    ["second-factor-place", placeOf(ctx)],
    ["second-factor", actorOf(ctx).sessionId],
  ]);
}

/** A right answer: the tries before it were slips. */
export async function forgetTries(ctx: Ctx): Promise<void> {
  await ctx.limits.reset("second-factor-place", placeOf(ctx));
  await ctx.limits.reset("second-factor", actorOf(ctx).sessionId);
}

/** Whether the session has had all the tries it gets. */
export async function outOfTries(ctx: Ctx): Promise<boolean> {
  return ctx.limits.check("second-factor", actorOf(ctx).sessionId).then(
    () => false,
    (error: unknown) => {
      if (error instanceof AppError && error.code === "rate_limited") return true;
      throw error;
    },
  );
}
