import { hash, verify } from "@node-rs/argon2";
import { passwordCost } from "./password-cost.ts";

export const hashPassword = (password: string): Promise<string> => hash(password, passwordCost);

/** Prefix of a hash with the present cost (PHC string format). */
const today = `$argon2id$v=19$m=${passwordCost.memoryCost},t=${passwordCost.timeCost},p=${passwordCost.parallelism}$`;

/** Whether the hash was made with another cost. It can be renewed only at a sign-in, when the password is known. */
export const isOfOtherCost = (passwordHash: string): boolean => !passwordHash.startsWith(today);

let decoy: Promise<string> | null = null;

/**
 * Whether the password is right. Without an account the same work is done on a dummy hash, so that timing reveals
 * nothing.
 */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await (decoy ??= hashPassword("decoy"))), password);
  return fits && passwordHash !== null;
}
