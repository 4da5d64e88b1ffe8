import { isFresh, pendingStep, type SignInStep } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { LimitClass } from "@fuzhen/shared/endpoint.ts";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import { mayEnter, type Who } from "@fuzhen/shared/roles.ts";
import { addressGroup } from "./address-group.ts";
import { describeFault } from "./describe-fault.ts";
import { idOf, isUser, type User } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { AppError, isUnavailable } from "./errors.ts";

/** An endpoint or socket command by name, with who may call it at all. */
export interface Action {
  name: string;
  who: Who;
  /** Steps of signing in that may still be missing. When left out, all must be done. */
  openTo?: readonly SignInStep[] | undefined;
  /** Requires that the person proved who they are within the last ten minutes. */
  fresh?: boolean | undefined;
  /** Called by a person's act, so that they count as present (idle time of staff, R63). */
  byHand?: boolean | undefined;
  /** Rate limit class, counted per person, or per address when nobody is signed in. */
  limit?: LimitClass | null;
}

const refusalOf = {
  "second-factor-required": "second_factor_required",
  "password-change-required": "password_change_required",
  "second-factor-missing": "second_factor_missing",
} as const satisfies Record<SignInStep, ErrorCode>;

/** The refusal when a step of signing in is still missing (R5, R34, R63); null otherwise. */
export function refusalOfStep(actor: User, openTo: readonly SignInStep[] = []): ErrorCode | null {
  const step = pendingStep(actor);
  return step === null || openTo.includes(step) ? null : refusalOf[step];
}

/**
 * The one runner for HTTP endpoints and socket commands: checks access, runs, logs, counts and traces the outcome by
 * ids, and shapes the error. Always rejects with an AppError; a fault is logged with its stack and becomes `internal`.
 */
export async function runAction<T>(action: Action, ctx: Ctx, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let outcome: "done" | ErrorCode = "internal";
  const ids = { "fuzhen.request_id": ctx.requestId, "fuzhen.user_id": idOf(ctx.actor) };
  try {
    const result = await ctx.tracing.span(action.name, ids, () => perform(action, ctx, run));
    outcome = "done";
    return result;
  } catch (error) {
    if (error instanceof AppError) outcome = error.code;
    throw error;
  } finally {
    ctx.signals.emit("action", { name: action.name, outcome, seconds: (performance.now() - began) / 1000 });
  }
}

async function perform<T>(action: Action, ctx: Ctx, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const line = { action: action.name, requestId: ctx.requestId, userId: idOf(ctx.actor) };
  try {
    if (!mayEnter(action.who, ctx.actor)) throw new AppError(ctx.actor ? "forbidden" : "unauthenticated");
    if (isUser(ctx.actor) && action.who !== "public") await admit(action, ctx, ctx.actor);
    const id = idOf(ctx.actor);
    if (action.limit)
      await (id !== undefined
        ? ctx.limits.consume(`${action.limit}:person`, id)
        : ctx.limits.consume(`${action.limit}:address`, addressGroup(ctx.ip)));
    const result = await run();
    ctx.log.debug({ ...line, ms: Math.round(performance.now() - began) }, "action done");
    return result;
  } catch (error) {
    if (error instanceof AppError) {
      if (error.code === "rate_limited")
        ctx.sums.note({ action: action.name, userId: line.userId, code: error.code }, "action refused");
      else
        ctx.log.info(
          { ...line, code: error.code, fields: error.fields.map((field) => `${field.path}:${field.code}`) },
          "action refused",
        );
      throw error;
    }
    // Without the message, in which drivers may quote the document they failed on.
    const problem = isUnavailable(error) ? "unavailable" : "internal";
    ctx.log.error({ ...line, code: problem, error: describeFault(error) }, "action failed");
    throw new AppError(problem);
  }
}

/** Checks after the role: the steps of signing in, then the fresh proof. Whoever passes by hand counts as present. */
async function admit(action: Action, ctx: Ctx, actor: User): Promise<void> {
  const refusal = refusalOfStep(actor, action.openTo);
  if (refusal) throw new AppError(refusal);
  if (action.fresh && !isFresh(actor.confirmedAt ?? null, ctx.now())) throw new AppError("reauthentication_required");
  if (action.byHand) await ctx.noteAct(actor);
}
