import type { Actor } from "../../platform/context.ts";

/** Only the account holder keeps a 就诊人's own data and consents. */
export const canKeepPatient = (actor: Actor | null, patient: { accountId: string }): boolean =>
  actor?.role === "patient" && actor.userId === patient.accountId;
