import type { CodeSent, SendCodeInput } from "@fuzhen/shared/codes/code.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { addressGroup } from "../../platform/address-group.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { Limit } from "../../platform/rate-limit.ts";
import { codeHashOf, codePlace, newCode } from "./code-proof.ts";
import { codeSentAt, removeCode, replaceCode } from "./code.repo.ts";
import { findUserByPhone, knownDevice } from "../users/index.ts";

const MINUTES = 5;
const PAUSE_MS = MINUTE_MS;

/**
 * Open to anyone, for any number: answer, work and counting are the same whether it has an account or not, and the number
 * gets a message either way. Whether there is an account is told only to who types the code back (`sign_up_required`,
 * `phone_taken`). A closed account alone gets no message. `rate_limited`, `sms_unavailable`.
 */
export async function sendCode(ctx: Ctx, { phone, purpose }: SendCodeInput): Promise<CodeSent> {
  const now = ctx.now();
  ctx.sms.requireWorking(now);
  const place = codePlace(ctx, phone, purpose);
  const before = await codeSentAt(place);
  const pauseLeft = before ? before.getTime() + PAUSE_MS - now.getTime() : 0;
  if (pauseLeft > 0) throw new AppError("rate_limited", [], Math.ceil(pauseLeft / 1000));
  const giveBack = await spend(ctx, place.phoneLookup);

  const code = newCode();
  const codeHash = codeHashOf(ctx, place, code);
  const expiresAt = new Date(now.getTime() + MINUTES * MINUTE_MS);
  const user = await findUserByPhone(place.phoneLookup);
  const id = await replaceCode(place, { codeHash, sentAt: now, expiresAt }, new Date(now.getTime() - PAUSE_MS));
  if (!id) {
    // Two requests at once: the other one has sent a code, and this one is not counted.
    await giveBack();
    throw new AppError("rate_limited", [], PAUSE_MS / 1000);
  }

  const send = () => ctx.sms.send(phone, { code, purpose, minutes: MINUTES }, now);
  if (purpose === "sign-up") {
    // A sign-up code is sent to every number, so its failure reveals nothing about the number, and the person may try
    // again at once.
    await send().catch(async (error: unknown) => {
      await removeCode({ id, codeHash });
      await giveBack();
      throw error;
    });
  } else if (user === null || user.active) {
    // Not awaited, since the time a gateway takes would reveal that there is an account. Failures are logged; a gateway
    // that keeps failing is reported to everybody by requireWorking.
    void send().catch(() => undefined);
  }
  return {
    expiresAt: expiresAt.toISOString(),
    resendAt: new Date(now.getTime() + PAUSE_MS).toISOString(),
    channel: ctx.sms.channel,
  };
}

/**
 * Messages cost money and annoy, so a number gets five an hour and ten a day, whoever asks. The last one of the hour
 * and the last two of the day are reserved for devices the owner has used before: a stranger who uses up the rest can
 * annoy the owner, but cannot keep them from a code on their own device, nor from signing in by password, which is
 * counted elsewhere. On a new device the owner has to wait for the next hour.
 */
async function spend(ctx: Ctx, phoneLookup: string): Promise<() => Promise<void>> {
  const limits: [Limit, string][] = [["code-address", addressGroup(ctx.ip)]];
  if (!knownDevice(ctx, phoneLookup))
    limits.push(["code-strangers-hour", phoneLookup], ["code-strangers-day", phoneLookup]);
  limits.push(["code-hour", phoneLookup], ["code-day", phoneLookup]);
  await ctx.limits.consumeAll(limits);
  return async () => {
    for (const limit of limits) await ctx.limits.refund(...limit);
  };
}
