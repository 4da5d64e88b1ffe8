import { hash, verify } from "@node-rs/argon2";

// Argon2id (the library's default) with the OWASP minimum: 19 MiB, two passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** How a hash of today's cost begins (PHC string format). */
const today = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

/** Made with another cost than today's; to be made anew when its password is at hand, which is only at a sign-in. */
export const isOfOtherCost = (passwordHash: string): boolean => !passwordHash.startsWith(today);

let decoy: Promise<string> | null = null;

/** Whether the password fits. Without an account the same work is done against a decoy, so that time tells nothing. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await (decoy ??= hashPassword("decoy"))), password);
  return fits && passwordHash !== null;
}
