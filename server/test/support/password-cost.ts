/**
 * In place of the house's own cost wherever Vitest runs the server (vitest.config.ts): hundreds of people are made by the
 * tests, none of them worth a hash that costs a thief something. password-cost.test.ts shows what a real process takes.
 */
export const passwordCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };
