import type { SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { type FactorRecord, factorsOf, markFactorUsed, moveCounter, spendTotpStep } from "./factor.repo.ts";
import { spendRecoveryCode } from "../users/index.ts";
import { readPasskey } from "./passkeys.ts";
import { recoveryCodeHash } from "./recovery-codes.ts";
import { openSecret, stepOfCode } from "./totp.ts";

/** Uses the proof up, in the transaction of what it opens; false when another request was quicker. */
type Spend = () => Promise<boolean>;

export const wrongSecondFactor = () =>
  new AppError("second_factor_wrong", [{ path: "code", code: "second_factor_wrong" }]);

/** Looks at a proof of the signed-in user. Answers how to use it up, or null for a wrong one. */
export async function checkSecondFactor(ctx: Ctx, input: SecondFactorInput): Promise<Spend | null> {
  const { userId } = actorOf(ctx);
  if (input.method === "recovery-code")
    return () => spendRecoveryCode(userId, recoveryCodeHash(ctx.keys, userId, input.code));
  const factors = await usableFactors(ctx, userId);
  if (input.method === "totp") return checkCode(ctx, factors, input.code);
  const passkeys = factors.filter((factor) => factor.kind === "passkey");
  const answer = await readPasskey(ctx, input.response, passkeys);
  return answer && (() => moveCounter(answer.passkey.id, answer.passkey.counter, answer.counter, ctx.now()));
}

/** The secret of a published factor is known to everybody: outside the demo it opens nothing. */
const usableFactors = async (ctx: Ctx, userId: string) =>
  (await factorsOf(userId)).filter((factor) => factor.kind === "passkey" || !factor.published || ctx.env.DEMO);

function checkCode(ctx: Ctx, factors: FactorRecord[], code: string): Spend | null {
  for (const factor of factors) {
    if (factor.kind !== "totp") continue;
    const step = stepOfCode(openSecret(ctx.keys, factor.id, factor.secretSealed), code, ctx.now());
    if (step === null) continue;
    // Two visitors of the demo sign in as the same doctor within one step; a code known to all protects nothing twice.
    return factor.published
      ? () => markFactorUsed(factor.id, ctx.now())
      : () => spendTotpStep(factor.id, step, ctx.now());
  }
  return null;
}
