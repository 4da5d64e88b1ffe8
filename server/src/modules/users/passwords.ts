import { hash, verify } from "@node-rs/argon2";
import { passwordCost } from "./password-cost.ts";

export const hashPassword = (password: string): Promise<string> => hash(password, passwordCost);

/** How a hash of today's cost begins (PHC string format). */
const today = `$argon2id$v=19$m=${passwordCost.memoryCost},t=${passwordCost.timeCost},p=${passwordCost.parallelism}$`;

/** Made with another cost than today's; to be made anew when its password is at hand, which is only at a sign-in. */
export const isOfOtherCost = (passwordHash: string): boolean => !passwordHash.startsWith(today);

let decoy: Promise<string> | null = null;

/** Whether the password fits. Without an account the same work is done against a decoy, so that time tells nothing. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await (decoy ??= hashPassword("decoy"))), password);
  return fits && passwordHash !== null;
}
