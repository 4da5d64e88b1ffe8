import type { ContractRouterClient } from "@orpc/contract";
import { createRouterClient, type AnyRouter } from "@orpc/server";
import type { Contract } from "@fuzhen/shared/contract.ts";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import { DEMO_PASSWORD } from "../accounts/index.ts";
import { resolveSession } from "../sessions/index.ts";
import { modules } from "../modules.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

/** The contract as functions: demo data is made through the same use cases as everybody's, only without HTTP. */
export type Calls = ContractRouterClient<Contract>;

export function callsOf(ctx: Ctx): Calls {
  const router: AnyRouter = Object.assign({}, ...modules.map((module) => module.routes ?? {}));
  return createRouterClient(router, { context: { ctx } }) as Calls;
}

/** The same context with the clock set to an instant. */
export const at = (ctx: Ctx, instant: Date): Ctx => ({ ...ctx, now: () => instant });

/** A demo account, signed in by the clock of the context. */
export interface DemoCaller {
  ctx: Ctx;
  calls: Calls;
}

export async function signedIn(ctx: Ctx, phone: string): Promise<DemoCaller> {
  const { accessToken } = await callsOf(ctx).accounts.signIn({ phone, password: DEMO_PASSWORD });
  const own: Ctx = { ...ctx, actor: await resolveSession(ctx, accessToken) };
  actorOf(own);
  return { ctx: own, calls: callsOf(own) };
}

/** Runs a step that an earlier, interrupted run may have done: this one error is fine, any other is thrown. */
export async function unless(known: ErrorCode, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof AppError && error.code === known)) throw error;
  }
}
