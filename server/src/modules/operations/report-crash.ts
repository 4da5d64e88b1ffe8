import type { Crash } from "@fuzhen/shared/operations/crash.schema.ts";
import { addressGroup } from "../../platform/address-group.ts";
import type { Ctx } from "../../platform/context.ts";

/**
 * A browser tells that a part of a page crashed: a line in the log and one more on the page of health. Throws
 * `rate_limited` beyond 60 an hour from one address.
 */
export async function reportCrash(ctx: Ctx, { name, place, frames }: Crash): Promise<{ ok: true }> {
  await ctx.limits.consume("crash", addressGroup(ctx.ip));
  ctx.log.warn({ name, place, frames, requestId: ctx.requestId }, "browser crashed");
  ctx.signals.emit("crash", { name, at: frames[0] ?? "" });
  return { ok: true };
}
