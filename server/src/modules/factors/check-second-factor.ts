import type { SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { type FactorRecord, factorsOf, markFactorUsed, moveCounter, spendTotpStep } from "./factor.repo.ts";
import { spendRecoveryCode } from "../users/index.ts";
import { readPasskey } from "./passkeys.ts";
import { recoveryCodeHash } from "./recovery-codes.ts";
import { openSecret, stepOfCode } from "./totp.ts";

/** Uses the proof up, in the transaction of whatever it unlocks; false when another request was faster. */
type Spend = () => Promise<boolean>;

export const wrongSecondFactor = () =>
  new AppError("second_factor_wrong", [{ path: "code", code: "second_factor_wrong" }]);

/** Checks a proof of the signed-in user. Answers a function that uses it up, or null for a wrong proof. */
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

/** A demo factor's secret is public, so outside demo mode it is not accepted. */
const usableFactors = async (ctx: Ctx, userId: string) =>
  (await factorsOf(userId)).filter((factor) => factor.kind === "passkey" || !factor.published || ctx.env.DEMO);

function checkCode(ctx: Ctx, factors: FactorRecord[], code: string): Spend | null {
  for (const factor of factors) {
    if (factor.kind !== "totp") continue;
    const step = stepOfCode(openSecret(ctx.keys, factor.id, factor.secretSealed), code, ctx.now());
    if (step === null) continue;
    // Two visitors of the demo may sign in as the same doctor within one time step, so demo codes may be used more than
    // once.
    return factor.published
      ? () => markFactorUsed(factor.id, ctx.now())
      : () => spendTotpStep(factor.id, step, ctx.now());
  }
  return null;
}
