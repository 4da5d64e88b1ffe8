import { hash, verify } from "@node-rs/argon2";

// Argon2id (the library's default) with the OWASP minimum: 19 MiB, two passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let decoy: Promise<string> | null = null;

/** Whether the password fits. Without an account the same work is done against a decoy, so that time tells nothing. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await (decoy ??= hashPassword("decoy"))), password);
  return fits && passwordHash !== null;
}
