import { isDeepStrictEqual } from "node:util";
import type { AccessPurpose, AuditAction } from "@fuzhen/shared/audit/audit.rules.ts";
import { dayOf, HOSPITAL_ZONE } from "@fuzhen/shared/time.ts";
import { consentedAmong, getPatient, getPatients, hasConsent, type PatientRecord } from "../patients/index.ts";
import { recordAccess } from "../audit/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { practiceFault } from "../specialists/index.ts";
import { actorOf, type Actor, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { basisOf, granteesOf, keepsRecord, liveGrant, sees, type Basis, type LiveGrant } from "./care-access.policy.ts";
import { grantsInForce, type Grantee } from "./care-grant.repo.ts";

interface Sight {
  patient: PatientRecord;
  /** What entitles the reader; null for the account holder. */
  basis: Basis | null;
}
/** What is opened, for the access log. */
interface Opened {
  type: string;
  id: string;
  /** Action of the log row, when it is more specific than plain access. */
  action?: AuditAction;
  /** Further data of the log row: ids and codes only. */
  data?: object;
}
const forbidden = () => new AppError("forbidden");

/** Grants as they stand now, by their own period and by what the organisation allows today: shortening the setting counts at once. */
export async function liveGrants(
  patientIds: readonly string[],
  now: Date,
  grantees?: readonly Grantee[],
): Promise<LiveGrant[]> {
  const live: LiveGrant[] = [];
  const daysOf = new Map<string, number>();
  for (const grant of await grantsInForce(patientIds, now, grantees)) {
    const { organizationId } = grant;
    const careAccessDays = daysOf.get(organizationId) ?? (await visitSettingsOf(organizationId)).careAccessDays;
    daysOf.set(organizationId, careAccessDays);
    live.push(...[liveGrant(grant, now, { careAccessDays }) ?? []].flat());
  }
  return live;
}

/** Why a specialist may not practise today, by the calendar day of their own hospital (R4); null when they may. */
export async function faultToday(actor: Pick<Actor, "specialistId" | "organizationId">, now: Date) {
  const { specialistId, organizationId } = actor;
  if (specialistId === null) return { code: "forbidden" as const, fields: [] };
  const zone = organizationId === null ? HOSPITAL_ZONE : (await visitSettingsOf(organizationId)).timeZone;
  return practiceFault(specialistId, dayOf(now, zone));
}

/**
 * What entitles the actor, or the refusal. Later questions cost queries, so they are only asked when earlier ones leave
 * it open.
 */
async function sightOf(ctx: Ctx, patientId: string, purpose: AccessPurpose): Promise<Sight | AppError> {
  const { actor } = ctx;
  const patient = await getPatient(ctx, patientId);
  if (!patient || !actor) return forbidden();
  if (keepsRecord(actor, patient)) return { patient, basis: null };
  const grantees = granteesOf(actor);
  const now = ctx.now();
  const grants = grantees.length === 0 ? [] : await liveGrants([patientId], now, grantees);
  if (grants.length === 0) return forbidden();
  const fault = await faultOf(actor, now);
  if (fault) return new AppError(fault.code, fault.fields);
  const [without, consented] = [basisOf(purpose, grants, false), basisOf(purpose, grants, true)];
  const basis =
    isDeepStrictEqual(without, consented) || !(await hasConsent(patientId, "health-data")) ? without : consented;
  if (basis === "consent_required")
    return new AppError("consent_required", [{ path: "consents.health-data", code: "consent_required" }]);
  return basis ? { patient, basis } : forbidden();
}

/** What keeps the person from using what they were given: specialists have to be fit to practise (R4). */
const faultOf = async (actor: Actor, now: Date) => (actor.role === "specialist" ? faultToday(actor, now) : null);

/** Like requirePatientAccess, and also answers what entitles the actor. */
export async function requireSight(
  ctx: Ctx,
  patientId: string,
  purpose: AccessPurpose,
  { action = "access", data = {}, ...entity }: Opened = { type: "Patient", id: patientId },
): Promise<Sight> {
  actorOf(ctx);
  const sight = await sightOf(ctx, patientId, purpose);
  const refused = sight instanceof AppError;
  const basis = refused ? null : sight.basis;
  await recordAccess(ctx, {
    patientIds: [patientId],
    entity,
    action,
    purpose: basis?.kind === "break-glass" ? "break-glass" : purpose,
    outcome: refused ? "refused" : "allowed",
    data: basis ? { ...data, basis: basis.kind, basisId: basis.id, use: purpose } : data,
  });
  if (refused) throw sight;
  return sight;
}

/**
 * The gate in front of everything that belongs to a patient. Answers the patient, or refuses with `forbidden`, the same
 * for another's record and for one that does not exist. A specialist who is treating the patient may also read
 * `consent_required` or what is wrong with their own licence (R4). Writes one row of the access log either way (R65);
 * `opened` says what, the whole record by default.
 */
export const requirePatientAccess = async (
  ctx: Ctx,
  patientId: string,
  purpose: AccessPurpose,
  opened?: Opened,
): Promise<PatientRecord> => (await requireSight(ctx, patientId, purpose, opened)).patient;

/**
 * The same, asked again in the transaction of a change whose caller has passed the gate, and has their row, a moment ago: what
 * they passed by may have ended since.
 */
export async function requireStanding(ctx: Ctx, patientId: string, purpose: AccessPurpose): Promise<void> {
  const sight = await sightOf(ctx, patientId, purpose);
  if (sight instanceof AppError) throw sight;
}

/** The same decision without a row in the access log, for lists that leave out what the actor may not see. */
export const canAccessPatient = async (ctx: Ctx, patientId: string, purpose: AccessPurpose): Promise<boolean> =>
  !((await sightOf(ctx, patientId, purpose)) instanceof AppError);

/**
 * Of these patients those whom the actor may see now, for lists: the answer of the gate for each, in a handful of queries
 * however many they are. Writes no row; the list does, naming whom it showed.
 */
export async function accessibleAmong(
  ctx: Ctx,
  patientIds: readonly string[],
  purpose: AccessPurpose,
): Promise<Set<string>> {
  const actor = actorOf(ctx);
  const ids = [...new Set(patientIds)];
  if (ids.length === 0) return new Set();
  if (actor.role === "patient")
    return new Set((await getPatients(ctx, ids)).filter((patient) => keepsRecord(actor, patient)).map(({ id }) => id));
  const grantees = granteesOf(actor);
  const now = ctx.now();
  if (grantees.length === 0 || (await faultOf(actor, now))) return new Set();
  const grants = await liveGrants(ids, now, grantees);
  const consented = await consentedAmong(ids, "health-data");
  return new Set(ids.filter((id) => sees(purpose, grants.filter(of(id)), consented.has(id))));
}

const of = (id: string) => (grant: LiveGrant) => grant.patientId === id;

/**
 * Of these patients those of whom a specialist may be reminded although their care has ended, of what came to nothing: the
 * specialist may practise (R4), and the patient has not taken back the consent (R54).
 */
export async function recallableAmong(ctx: Ctx, patientIds: readonly string[]): Promise<Set<string>> {
  if (patientIds.length === 0 || (await faultToday(actorOf(ctx), ctx.now()))) return new Set();
  return consentedAmong([...new Set(patientIds)], "health-data");
}
