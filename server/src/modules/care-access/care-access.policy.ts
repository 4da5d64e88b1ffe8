import type { Actor } from "../../platform/context.ts";

/** Who may see a patient: the account holder, and a specialist whose grant is live. Nobody else, whatever the role. */
export function canSeePatient(actor: Actor | null, patient: { accountId: string }, hasGrant: boolean): boolean {
  if (!actor) return false;
  if (actor.role === "patient") return patient.accountId === actor.userId;
  return actor.role === "specialist" && actor.specialistId !== null && hasGrant;
}
