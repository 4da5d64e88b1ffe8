import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessBasis } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { CareGrantRecord, GranteeKind } from "./care-grant.repo.ts";

/** What a grant allows at a moment, and until when by what is known now. */
export interface Allowance {
  purposes: readonly AccessPurpose[];
  until: Date;
}
/** Rules of the grant's organisation, which may have changed since it was given. */
export interface AccessRules {
  careAccessDays: number;
}

/** A reason for which somebody may see a record that is not their own. A further one is a further row of `grounds`. */
interface Ground {
  /** Who may be given it. */
  grantees: readonly GranteeKind[];
  /** The most it allows: a grant may name less, and what it does not name it never allows. */
  purposes: readonly AccessPurpose[];
  /** What a grant that was not ended allows now; null when its time is over. */
  allows(grant: CareGrantRecord, now: Date, rules: AccessRules): Allowance | null;
  /** Whether it holds for this purpose where the patient has not consented to the use of health data. */
  withoutConsent(grant: CareGrantRecord, purpose: AccessPurpose): boolean;
}

/**
 * However few days an organisation allows, a visit that is under way is seen for one more day: it may take longer than its
 * slot, and its note is still to be written and signed (R30).
 */
export const VISIT_DAYS_LEAST = 1;

/** When the access of a visit ends: by the grant itself, or earlier when the organisation has shortened its number of days since. */
export function sightEnds(
  grant: Pick<CareGrantRecord, "until" | "visitEnd" | "visitOpen">,
  { careAccessDays }: AccessRules,
): Date {
  const days = grant.visitOpen ? Math.max(careAccessDays, VISIT_DAYS_LEAST) : careAccessDays;
  const allowed = grant.visitEnd ? grant.visitEnd.getTime() + days * DAY_MS : Infinity;
  return new Date(Math.min(grant.until.getTime(), allowed));
}

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

/**
 * Of several that allow the same, the one that stands first counts.
 * - `appointment`: the specialist of an appointment, from the booking until so many days after the visit as the organisation
 *   allows; then for what the patient may ask. Ends with a cancellation, a refusal, a missed visit, a hand-over. Without the consent
 *   (R54, R56) it holds for a visit already under way, until it is closed, for its note has to be written (R30), and for calling a
 *   booking off, which touches no health data; the page of consents names both to the patient.
 * - `break-glass`: reading in an emergency, for hours (R13; PIPL Art. 13: protecting life needs no consent). Nothing is booked, said
 *   or written under it. Ends by its opener or with a verdict.
 */
export const grounds: Record<AccessBasis, Ground> = {
  appointment: {
    grantees: ["specialist"],
    purposes: [
      "profile",
      "read-report",
      "read-appointment",
      "change-appointment",
      "open-visit",
      "visit",
      "write-note",
      "read-note",
      "read-plan",
      "read-file",
    ],
    allows(grant, now, rules) {
      const until = sightEnds(grant, rules);
      if (now < until) return { purposes: grant.purposes, until };
      const { questionsUntil } = grant;
      if (!questionsUntil || now >= questionsUntil) return null;
      return { purposes: grant.purposes.filter((one) => openForQuestions.has(one)), until: questionsUntil };
    },
    withoutConsent: ({ visitOpen }, purpose) => visitOpen || purpose === "change-appointment",
  },
  "break-glass": {
    grantees: ["specialist"],
    purposes: ["profile", "read-report", "read-appointment", "read-plan", "read-file"],
    allows: ({ purposes, until }, now) => (now < until ? { purposes, until } : null),
    withoutConsent: () => true,
  },
};

/** In the order in which they count. */
export const groundKinds = Object.keys(grounds) as AccessBasis[];
