/**
 * Argon2id (the library's default) with the OWASP minimum: 19 MiB, two passes. No setting makes it less: the tests of the
 * server have another module in place of this one (vitest.config.ts), which no process outside of Vitest can.
 */
export const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
