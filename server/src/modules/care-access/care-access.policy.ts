import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessBasis } from "@fuzhen/shared/care-access/care-access.schema.ts";
import type { Actor } from "../../platform/context.ts";
import type { CareGrantRecord, Grantee, GranteeKind } from "./care-grant.repo.ts";
import { groundKinds, grounds, type AccessRules } from "./grounds.ts";

/** A grant in force, with what it allows now and until when. */
export type LiveGrant = CareGrantRecord;

/** What entitles somebody to see a record. */
export interface Basis {
  kind: AccessBasis;
  /** Id of the appointment or of the emergency opening. */
  id: string;
  until: Date;
}

/** The grant as it stands now; null when its time is over. Who may not hold its ground holds nothing. */
export function liveGrant(grant: CareGrantRecord, now: Date, rules: AccessRules): LiveGrant | null {
  const ground = grounds[grant.ground.kind];
  const allowance = ground.grantees.includes(grant.grantee.kind) ? ground.allows(grant, now, rules) : null;
  return allowance && { ...grant, ...allowance };
}

const allowing = (purpose: AccessPurpose) => (grant: LiveGrant) =>
  grant.purposes.includes(purpose) && grounds[grant.ground.kind].purposes.includes(purpose);

/**
 * What entitles to act on the record for this purpose now, by grants in force: of those that need no more, the first in the order of
 * the grounds. A withdrawn consent (R54, R56) ends every use but what a ground names; the data stays stored and is not used (R32,
 * PIPL Art. 47). `consent_required` means that nothing else is missing.
 */
export function basisOf(
  purpose: AccessPurpose,
  grants: readonly LiveGrant[],
  consented: boolean,
): Basis | "consent_required" | null {
  const fitting = grants.filter(allowing(purpose));
  const standing = fitting.filter((grant) => consented || grounds[grant.ground.kind].withoutConsent(grant, purpose));
  const first = groundKinds.flatMap((kind) => standing.find(({ ground }) => ground.kind === kind) ?? [])[0];
  if (first) return { ...first.ground, until: first.until };
  return fitting.length > 0 ? "consent_required" : null;
}

/** Whether these grants entitle to it. */
export function sees(purpose: AccessPurpose, grants: readonly LiveGrant[], consented: boolean): boolean {
  const basis = basisOf(purpose, grants, consented);
  return basis !== null && basis !== "consent_required";
}

const held: ReadonlySet<GranteeKind> = new Set(groundKinds.flatMap((kind) => grounds[kind].grantees));

/** As whom the actor may have been given access, by the kinds that some ground names; nobody is a grantee by a role that is not here. */
export function granteesOf(actor: Actor): Grantee[] {
  const all: { kind: GranteeKind; id: string | null }[] = [];
  if (actor.role === "guest") all.push({ kind: "guest", id: actor.guestId });
  if (actor.role === "specialist") all.push({ kind: "specialist", id: actor.specialistId });
  if (actor.role === "pharmacist") all.push({ kind: "pharmacist", id: actor.userId });
  if (actor.role === "specialist" || actor.role === "pharmacist")
    all.push({ kind: "organisation", id: actor.organizationId });
  return all.flatMap(({ kind, id }) => (id !== null && held.has(kind) ? [{ kind, id }] : []));
}

/** Whom a grant is given to, when that is a specialist. */
export const specialistOf = ({ grantee }: Pick<CareGrantRecord, "grantee">): string | null =>
  grantee.kind === "specialist" ? grantee.id : null;

/** Whether the actor is the account holder of this patient, whom they have not removed; everybody else needs a grant. */
export const keepsRecord = (actor: Actor, patient: { accountId: string; removedAt: Date | null }): boolean =>
  actor.role === "patient" && patient.accountId === actor.userId && patient.removedAt === null;
