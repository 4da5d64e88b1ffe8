import { FRESH_MS } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { ConfirmInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { checkPassword, getUser, openPhone } from "../users/index.ts";
import { checkSecondFactor, wrongSecondFactor } from "../factors/index.ts";
import { countTry, forgetTries } from "./second-factor-tries.ts";
import { confirmSession } from "../sessions/index.ts";

/**
 * The signed-in person proves again who they are, by password or second factor. For ten minutes after that, endpoints
 * that demand a fresh proof (`fresh`) are open to this session (R5, R34). `wrong_credentials`, `second_factor_wrong`;
 * after too many tries `rate_limited`.
 */
export async function confirm(ctx: Ctx, input: ConfirmInput): Promise<{ confirmedUntil: string }> {
  const { userId, sessionId } = actorOf(ctx);
  const spend = input.method === "password" ? await provePassword(ctx, input.password) : await proveFactor(ctx, input);
  const at = ctx.now();
  await inTransaction(ctx, async () => {
    if (!(await spend())) throw wrongSecondFactor();
    if (!(await confirmSession(sessionId, at))) throw new AppError("unauthenticated");
    await recordFact(ctx, {
      type: "session:confirmed",
      patientId: null,
      entity: { type: "Session", id: sessionId },
      data: { sessionId, userId, method: input.method },
    });
  });
  if (input.method !== "password") await forgetTries(ctx);
  return { confirmedUntil: new Date(at.getTime() + FRESH_MS).toISOString() };
}

async function provePassword(ctx: Ctx, password: string): Promise<() => Promise<boolean>> {
  const user = await getUser(actorOf(ctx).userId);
  if (!user) throw new AppError("unauthenticated");
  const fields = [{ path: "password", code: "wrong_credentials" }];
  await checkPassword(ctx, openPhone(ctx.keys, user), password, user, fields);
  return async () => true;
}

async function proveFactor(ctx: Ctx, input: Exclude<ConfirmInput, { method: "password" }>) {
  await countTry(ctx);
  const spend = await checkSecondFactor(ctx, input);
  if (!spend) throw wrongSecondFactor();
  return spend;
}
