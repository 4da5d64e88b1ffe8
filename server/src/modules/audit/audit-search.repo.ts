import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { Types } from "../../platform/database.ts";
import { AuditEventModel, CHECKS_OF_ORGANIZATION, STAFF_OF_PATIENT } from "./audit-event.model.ts";
import { toRecord, type AuditRecord } from "./audit-event.repo.ts";

/** Conditions of a search; all that are set must hold. */
export interface AuditQuery {
  /** Rows that belong to this organisation. */
  organizationId?: string;
  /** Rows of this organisation, rows of no organisation, and everybody's refusals; used for a search by patient. */
  aroundOrganizationId?: string;
  patientId?: string | undefined;
  /** What staff did, of whatever organisation. */
  staffOnly?: boolean;
  userId?: string | undefined;
  specialistId?: string | undefined;
  actions?: readonly AuditAction[] | undefined;
  purpose?: AuditPurpose | undefined;
  outcome?: "allowed" | "refused" | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  until?: Date | undefined;
  /** Id of a request, or of the entity. */
  ref?: string | undefined;
}

/** Place in the order of rows, newest first. */
export interface AuditPlace {
  at: Date;
  id: string;
}

const oid = (id: string) => new Types.ObjectId(id);

/** Rows that one call looks at, and that one question to the database brings: others wait for no more than that. */
const LOOK = 2000;
const BATCH = 250;

export interface Walk {
  rows: AuditRecord[];
  /** The last row looked at, wanted or not: where to go on. Null when there is no row behind it. */
  after: AuditPlace | null;
}

/** The narrowest of what has an index; everything else is asked of the rows that it brings. */
function groundOf(query: AuditQuery): object {
  const { organizationId, aroundOrganizationId, patientId, userId, ref } = query;
  if (ref) return ref.length === 24 ? { "entity.id": oid(ref) } : { requestId: ref };
  if (patientId)
    return {
      patientIds: oid(patientId),
      ...(query.staffOnly ? { "actor.organizationId": { $type: "objectId" } } : {}),
    };
  if (userId) return { "actor.userId": oid(userId) };
  const organization = organizationId ?? aroundOrganizationId;
  if (!organization) throw new Error("a search of the trail names an organisation or a patient");
  return { organizationId: oid(organization) };
}

function isWanted(row: AuditRecord, query: AuditQuery): boolean {
  const { organizationId, aroundOrganizationId: around, patientId, actions, from, until, ref } = query;
  if (organizationId && row.organizationId !== organizationId) return false;
  if (around && row.organizationId !== around && row.organizationId !== null && row.outcome !== "refused") return false;
  if (patientId && !row.patientIds.includes(patientId)) return false;
  if (query.staffOnly && !row.actor?.organizationId) return false;
  if (query.userId && row.actor?.userId !== query.userId) return false;
  if (query.specialistId && row.actor?.specialistId !== query.specialistId) return false;
  if (actions && !actions.includes(row.action)) return false;
  if (query.purpose && row.purpose !== query.purpose) return false;
  if (query.outcome && row.outcome !== query.outcome) return false;
  if ((from && row.at < from) || (until && row.at >= until)) return false;
  return !ref || row.requestId === ref || row.entity.id === ref;
}

function nextRows(query: AuditQuery, after: AuditPlace | null) {
  const { from, until } = query;
  const conditions: object[] = [groundOf(query)];
  if (from) conditions.push({ at: { $gte: from } });
  if (until) conditions.push({ at: { $lt: until } });
  if (after) {
    conditions.push({ at: { $lte: after.at } });
    conditions.push({ $or: [{ at: { $lt: after.at } }, { _id: { $lt: oid(after.id) } }] });
  }
  const rows = AuditEventModel.find({ $and: conditions }).sort({ at: -1, _id: -1 }).limit(BATCH);
  return query.staffOnly && query.patientId && !query.ref ? rows.hint(STAFF_OF_PATIENT) : rows;
}

/**
 * Rows wanted, newest first, behind the place; `enough` of them end the walk. However rare they are, no more than so many are
 * looked at: then it ends with what was found, and says where to go on.
 */
export async function walkAuditEvents(
  query: AuditQuery,
  {
    after,
    enough,
    look = LOOK,
  }: { after: AuditPlace | null; enough: (found: readonly AuditRecord[], at: AuditPlace) => boolean; look?: number },
): Promise<Walk> {
  const found: AuditRecord[] = [];
  let place = after;
  for (let looked = 0; looked < look; looked += BATCH) {
    const batch = (await nextRows(query, place).lean()).map(toRecord);
    for (const row of batch) if (isWanted(row, query)) found.push(row);
    place = batch.at(-1) ?? null;
    if (batch.length < BATCH || !place) return { rows: found, after: null };
    if (enough(found, place)) break;
  }
  return { rows: found, after: place };
}

/** For tests: the query plan of the search. */
export const explainAuditEvents = (query: AuditQuery): Promise<unknown> => nextRows(query, null).explain();

/** The newest check of the chain that an organisation's staff asked for. */
export async function lastAuditCheck(organizationId: string): Promise<AuditRecord | null> {
  const row = await AuditEventModel.findOne({ organizationId: oid(organizationId), action: "audit-verify" })
    .sort({ at: -1 })
    .hint(CHECKS_OF_ORGANIZATION)
    .lean();
  return row && toRecord(row);
}
