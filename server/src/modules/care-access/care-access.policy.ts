import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessBasis } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Actor } from "../../platform/context.ts";
import type { CareGrantRecord } from "./care-grant.repo.ts";

/** All that an emergency opening opens: the record is read; nothing is booked, said or written under it (R13). */
const openInEmergency: ReadonlySet<AccessPurpose> = new Set([
  "profile",
  "read-report",
  "read-appointment",
  "read-plan",
  "read-file",
]);

/** Calling a booking off or declining it touches no health data and must stay possible when the consent is gone. */
const openWithoutConsent: ReadonlySet<AccessPurpose> = new Set(["change-appointment"]);

/** What the sight of a record stands on. */
export interface Basis {
  kind: AccessBasis;
  /** The appointment or the emergency opening. */
  id: string;
  until: Date;
}

/** What may let a specialist in, as it is now. */
export interface Standing {
  grants: readonly CareGrantRecord[];
  emergency: { id: string; until: Date } | null;
  /** The patient's consent to the use of health data. */
  consented: boolean;
}

/** When the sight ends: by the grant itself, or earlier when the organisation has shortened its days since. */
export function sightEnds(grant: Pick<CareGrantRecord, "until" | "visitEnd">, careAccessDays: number): Date {
  const allowed = grant.visitEnd ? grant.visitEnd.getTime() + careAccessDays * DAY_MS : Infinity;
  return new Date(Math.min(grant.until.getTime(), allowed));
}

/**
 * Why this specialist may do this with the record now. A withdrawn consent (R54, R56) ends all use by specialists but
 * for two: the visit that is under way, until it is closed, and an emergency (PIPL Art. 13: protecting life needs no
 * consent). Storage goes on, as the law demands. `consent_required` says that nothing else stands in the way.
 */
export function basisOf(
  purpose: AccessPurpose,
  { grants, emergency, consented }: Standing,
): Basis | "consent_required" | null {
  const care = grants.find((grant) => consented || grant.visitOpen || openWithoutConsent.has(purpose));
  if (care) return { kind: "appointment", id: care.appointmentId, until: care.until };
  if (emergency && openInEmergency.has(purpose)) return { kind: "break-glass", ...emergency };
  return grants.length > 0 ? "consent_required" : null;
}

/** Who may see a patient at all: the account holder, and a specialist for as long as there is a basis. */
export const keepsRecord = (actor: Actor, patient: { accountId: string }): boolean =>
  actor.role === "patient" && patient.accountId === actor.userId;
