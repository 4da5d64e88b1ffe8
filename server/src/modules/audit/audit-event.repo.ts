import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Actor, Services } from "../../platform/context.ts";
import { duplicateKeyOf, Types } from "../../platform/database.ts";
import { AuditEventModel } from "./audit-event.model.ts";
import type { AuditRow } from "./audit-row.ts";
import { stampOf } from "./audit-tags.ts";

export interface AuditEntry {
  at: Date;
  factId?: string;
  action: AuditAction;
  purpose: AuditPurpose | null;
  outcome: "allowed" | "refused";
  actor: Actor | null;
  organizationId: string | null;
  patientIds: readonly string[];
  entity: { type: string; id: string };
  data: object;
  requestId: string;
  ip: string;
  userAgent: string;
}
export type AuditRecord = Omit<AuditEntry, "factId" | "actor" | "data"> & {
  id: string;
  factId: string | null;
  actor: Pick<Actor, "userId" | "sessionId" | "role" | "duty" | "organizationId" | "specialistId"> | null;
  data: Record<string, unknown>;
  /** Number in the chain; null until the row is sealed, a second later. */
  seq: number | null;
};

const oid = (id: string) => new Types.ObjectId(id);
const oidOrNull = (id: string | null) => (id === null ? null : oid(id));

/**
 * Appends one row; does nothing for a fact that already has one. Rows cannot be changed or removed here. With `alone`
 * the row does not join the caller's transaction, so it survives a rollback.
 */
export async function insertAuditEvent(
  { keys, now }: Pick<Services, "keys" | "now">,
  entry: AuditEntry,
  { alone = false } = {},
): Promise<void> {
  const { actor } = entry;
  const row: Omit<AuditRow, "stamp"> = {
    _id: new Types.ObjectId(),
    at: entry.at,
    storedAt: now(),
    ...(entry.factId ? { factId: oid(entry.factId) } : {}),
    action: entry.action,
    purpose: entry.purpose,
    outcome: entry.outcome,
    actor: actor && {
      userId: oid(actor.userId),
      sessionId: oid(actor.sessionId),
      role: actor.role,
      duty: actor.duty ?? null,
      organizationId: oidOrNull(actor.organizationId),
      specialistId: oidOrNull(actor.specialistId),
    },
    organizationId: oidOrNull(entry.organizationId),
    patientIds: entry.patientIds.map(oid),
    entity: { type: entry.entity.type, id: oid(entry.entity.id) },
    // Normalised to what the database will return, plain and without undefined fields, because the stamp is computed
    // over it.
    data: JSON.parse(JSON.stringify(entry.data)) as Record<string, unknown>,
    requestId: entry.requestId,
    ip: entry.ip,
    userAgent: entry.userAgent,
    unsealed: true,
  };
  try {
    await AuditEventModel.create([{ ...row, stamp: stampOf(keys, row) }], alone ? { session: null } : {});
  } catch (error) {
    if (!duplicateKeyOf(error)?.includes("factId")) throw error;
  }
}

export const toRecord = (doc: AuditRow): AuditRecord => ({
  id: doc._id.toHexString(),
  factId: doc.factId?.toHexString() ?? null,
  seq: doc.seq ?? null,
  at: doc.at,
  action: doc.action,
  purpose: doc.purpose,
  outcome: doc.outcome,
  actor: doc.actor && {
    userId: doc.actor.userId.toHexString(),
    sessionId: doc.actor.sessionId.toHexString(),
    role: doc.actor.role,
    duty: doc.actor.duty,
    organizationId: doc.actor.organizationId?.toHexString() ?? null,
    specialistId: doc.actor.specialistId?.toHexString() ?? null,
  },
  organizationId: doc.organizationId?.toHexString() ?? null,
  patientIds: doc.patientIds.map((id) => id.toHexString()),
  entity: { type: doc.entity.type, id: doc.entity.id.toHexString() },
  data: doc.data,
  requestId: doc.requestId,
  ip: doc.ip,
  userAgent: doc.userAgent,
});
