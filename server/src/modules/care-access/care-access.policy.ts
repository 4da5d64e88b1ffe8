import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessBasis } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Actor } from "../../platform/context.ts";
import type { CareGrantRecord } from "./care-grant.repo.ts";

/** Everything an emergency opening allows: reading the record. Nothing is booked, said or written under it (R13). */
const openInEmergency: ReadonlySet<AccessPurpose> = new Set([
  "profile",
  "read-report",
  "read-appointment",
  "read-plan",
  "read-file",
]);

/** Cancelling or declining touches no health data and must stay possible after the consent is withdrawn. */
const openWithoutConsent: ReadonlySet<AccessPurpose> = new Set(["change-appointment"]);

/**
 * What a visit that is over still opens while its patient may ask: the talk itself, of whom and about which visit it is, and what
 * was advised. No report, and nothing is written but answers.
 */
const openForQuestions: ReadonlySet<AccessPurpose> = new Set([
  "profile",
  "read-appointment",
  "visit",
  "read-note",
  "read-plan",
]);

/** A grant in force; `questionsOnly` when the days to see the record are over and the patient may still ask. */
export type LiveGrant = CareGrantRecord & { questionsOnly: boolean };

/** What entitles somebody to see a record. */
export interface Basis {
  kind: AccessBasis;
  /** Id of the appointment or of the emergency opening. */
  id: string;
  until: Date;
}

/** Everything that may entitle a specialist, as of now. */
export interface Standing {
  grants: readonly LiveGrant[];
  emergency: { id: string; until: Date } | null;
  /** The patient's consent to the use of health data. */
  consented: boolean;
}

/**
 * However few days an organisation allows, a visit that is under way is seen for one more day: it may take longer than its
 * slot, and its note is still to be written and signed (R30).
 */
export const VISIT_DAYS_LEAST = 1;

/**
 * When the access ends: by the grant itself, or earlier when the organisation has shortened its number of days since.
 */
export function sightEnds(
  grant: Pick<CareGrantRecord, "until" | "visitEnd" | "visitOpen">,
  careAccessDays: number,
): Date {
  const days = grant.visitOpen ? Math.max(careAccessDays, VISIT_DAYS_LEAST) : careAccessDays;
  const allowed = grant.visitEnd ? grant.visitEnd.getTime() + days * DAY_MS : Infinity;
  return new Date(Math.min(grant.until.getTime(), allowed));
}

/**
 * What entitles this specialist to act on the record for this purpose now. A withdrawn consent (R54, R56) ends every
 * use by specialists except two, which the page of consents names to the patient as well: a visit already under way, until it is
 * closed, for its note has to be written (R30); and an emergency (R13, PIPL Art. 13: protecting life needs no consent). The data
 * stays stored and is not used (R32, PIPL Art. 47). `consent_required` means that nothing
 * else is missing.
 */
export function basisOf(
  purpose: AccessPurpose,
  { grants, emergency, consented }: Standing,
): Basis | "consent_required" | null {
  const fitting = grants.filter((grant) => !grant.questionsOnly || openForQuestions.has(purpose));
  const care = fitting.find((grant) => consented || grant.visitOpen || openWithoutConsent.has(purpose));
  if (care) return { kind: "appointment", id: care.appointmentId, until: care.until };
  if (emergency && openInEmergency.has(purpose)) return { kind: "break-glass", ...emergency };
  return fitting.length > 0 ? "consent_required" : null;
}

/** Whether the actor is the account holder of this patient, whom they have not removed; a specialist needs a basis instead. */
export const keepsRecord = (actor: Actor, patient: { accountId: string; removedAt: Date | null }): boolean =>
  actor.role === "patient" && patient.accountId === actor.userId && patient.removedAt === null;
