import type { Actor } from "../../platform/context.ts";

/** Only the account that acts for the patient takes a report out of sight. */
export const canHide = (actor: Actor | null, patient: { accountId: string }): boolean =>
  actor?.role === "patient" && actor.userId === patient.accountId;
