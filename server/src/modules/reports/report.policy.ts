import type { Actor } from "../../platform/context.ts";

/** Only the account that acts for the patient, and has not removed them, corrects a report or takes it out of sight. */
export const actsFor = (actor: Actor | null, patient: { accountId: string; removedAt: Date | null }): boolean =>
  actor?.role === "patient" && actor.userId === patient.accountId && patient.removedAt === null;
