import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { Types } from "../../platform/database.ts";
import { AuditEventModel } from "./audit-event.model.ts";
import { toRecord, type AuditRecord } from "./audit-event.repo.ts";

/** Conditions of a search; all that are set must hold. */
export interface AuditQuery {
  /** Rows that belong to this organisation. */
  organizationId?: string;
  /** Rows of this organisation, rows of no organisation, and everybody's refusals; used for a search by patient. */
  aroundOrganizationId?: string;
  patientId?: string | undefined;
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

function conditionsOf(query: AuditQuery): object[] {
  const { organizationId, aroundOrganizationId, patientId, userId, specialistId, actions, from, until, ref } = query;
  const conditions: object[] = [];
  if (organizationId) conditions.push({ organizationId: oid(organizationId) });
  if (aroundOrganizationId)
    conditions.push({
      $or: [{ organizationId: { $in: [oid(aroundOrganizationId), null] } }, { outcome: "refused" }],
    });
  if (patientId) conditions.push({ patientIds: oid(patientId) });
  if (userId) conditions.push({ "actor.userId": oid(userId) });
  if (specialistId) conditions.push({ "actor.specialistId": oid(specialistId) });
  if (actions) conditions.push({ action: { $in: actions } });
  if (query.purpose) conditions.push({ purpose: query.purpose });
  if (query.outcome) conditions.push({ outcome: query.outcome });
  if (from) conditions.push({ at: { $gte: from } });
  if (until) conditions.push({ at: { $lt: until } });
  if (ref) conditions.push(ref.length === 24 ? { "entity.id": oid(ref) } : { requestId: ref });
  return conditions;
}

const wanted = (query: AuditQuery, after: AuditPlace | null) =>
  AuditEventModel.find({
    $and: [
      ...conditionsOf(query),
      ...(after
        ? [{ at: { $lte: after.at } }, { $or: [{ at: { $lt: after.at } }, { _id: { $lt: oid(after.id) } }] }]
        : []),
    ],
  }).sort({ at: -1, _id: -1 });

/** Newest first, after the place. Every query sets organisation, patient or both; each has its index. */
export async function findAuditEvents(
  query: AuditQuery,
  { after, limit }: { after: AuditPlace | null; limit: number },
): Promise<AuditRecord[]> {
  return (await wanted(query, after).limit(limit).lean()).map(toRecord);
}

/** For tests: the query plan of the search. */
export const explainAuditEvents = (query: AuditQuery): Promise<unknown> => wanted(query, null).explain();

/** The newest row of one action by an organisation's staff. */
export async function lastAuditEvent(organizationId: string, action: AuditAction): Promise<AuditRecord | null> {
  const [row] = await findAuditEvents({ organizationId, actions: [action] }, { after: null, limit: 1 });
  return row ?? null;
}
