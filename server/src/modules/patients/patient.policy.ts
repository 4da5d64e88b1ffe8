import type { Actor } from "../../platform/context.ts";

/** Only the account holder keeps a 就诊人's own data and consents, until they take the person out of their account. */
export const canKeepPatient = (actor: Actor | null, patient: { accountId: string; removedAt: Date | null }): boolean =>
  actor?.role === "patient" && actor.userId === patient.accountId && patient.removedAt === null;
