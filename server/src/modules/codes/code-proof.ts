import { randomInt, timingSafeEqual } from "node:crypto";
import type { CodePurpose } from "@fuzhen/shared/codes/code.schema.ts";
import { addressGroup } from "../../platform/address-group.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { removeCode, takeOwnTry, takeStrangersTry, type CodePlace, type CodeTry } from "./code.repo.ts";
import { knownDevice, phoneLookupOf } from "../users/index.ts";

/** Wrong tries of one code, by who asked for it and by everybody else together (NIST SP 800-63B 5.2.2 allows 100). */
const MAX_TRIES = 5;

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");

/**
 * Identifies the code of this caller for this phone. Each asker (a known device, else an address) has a code, a waiting
 * time and tries of its own; otherwise anybody could use up the tries of the owner's code, or replace it as fast as it
 * is sent. Somebody who changes networks between asking and typing (a phone between Wi-Fi and mobile) is let in by the
 * tries that strangers share on the newest code.
 */
export function codePlace(ctx: Ctx, phone: string, purpose: CodePurpose): CodePlace {
  const phoneLookup = phoneLookupOf(ctx.keys, phone);
  const device = knownDevice(ctx, phoneLookup);
  const asker = ctx.keys.lookup(device ? `asker:device:${device}` : `asker:address:${addressGroup(ctx.ip)}`);
  return { phoneLookup, purpose, asker };
}

export const codeHashOf = (ctx: Ctx, { phoneLookup, purpose, asker }: CodePlace, code: string): string =>
  ctx.keys.lookup(`code:${purpose}:${phoneLookup}:${asker}:${code}`);

/** A code that was right but is not used up yet. */
export type CodeProof = CodeTry;

/**
 * Counts a try and answers a proof for a right code. `code_wrong`; `code_expired` when there is no code, or no try
 * left.
 */
export async function checkCode(
  ctx: Ctx,
  { phone, code, purpose }: { phone: string; code: string; purpose: CodePurpose },
): Promise<CodeProof> {
  const place = codePlace(ctx, phone, purpose);
  const now = ctx.now();
  const taken = (await takeOwnTry(place, now, MAX_TRIES)) ?? (await takeStrangersTry(place, now, MAX_TRIES));
  if (!taken) throw new AppError("code_expired");
  const given = codeHashOf(ctx, { ...place, asker: taken.asker }, code);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(taken.codeHash))) throw new AppError("code_wrong");
  return taken;
}

/** Uses the code up, in the caller's transaction if there is one; `code_expired` for the second of two callers. */
export async function useCode(proof: CodeProof): Promise<void> {
  if (!(await removeCode(proof))) throw new AppError("code_expired");
}
