import type { Actor } from "../../platform/context.ts";
import { duplicateKeyOf, Types } from "../../platform/database.ts";
import { AuditEventModel, type AuditEventDoc } from "./audit-event.model.ts";

export interface AuditEntry {
  at: Date;
  factId?: string;
  action: string;
  purpose: string | null;
  outcome: "allowed" | "refused";
  actor: Actor | null;
  patientId: string | null;
  entity: { type: string; id: string };
  data: object;
  requestId: string;
  ip: string;
}
export type AuditRecord = Omit<AuditEntry, "factId"> & { id: string; factId: string | null };

const oid = (id: string) => new Types.ObjectId(id);
const oidOrNull = (id: string | null) => (id === null ? null : oid(id));

/**
 * Appends one row; a row for a fact that already has one is left out. There is no way here to change or remove a row.
 * With `alone` the row does not join the caller's transaction, so that it survives when that is rolled back.
 */
export async function insertAuditEvent(entry: AuditEntry, { alone = false } = {}): Promise<void> {
  const row = {
    _id: new Types.ObjectId(),
    at: entry.at,
    ...(entry.factId ? { factId: oid(entry.factId) } : {}),
    action: entry.action,
    purpose: entry.purpose,
    outcome: entry.outcome,
    actor: entry.actor && {
      userId: oid(entry.actor.userId),
      sessionId: oid(entry.actor.sessionId),
      role: entry.actor.role,
      organizationId: oidOrNull(entry.actor.organizationId),
      specialistId: oidOrNull(entry.actor.specialistId),
    },
    patientId: oidOrNull(entry.patientId),
    entity: { type: entry.entity.type, id: oid(entry.entity.id) },
    data: { ...entry.data },
    requestId: entry.requestId,
    ip: entry.ip,
  };
  try {
    await AuditEventModel.create([row], alone ? { session: null } : {});
  } catch (error) {
    if (!duplicateKeyOf(error)?.includes("factId")) throw error;
  }
}

const toRecord = (doc: AuditEventDoc): AuditRecord => ({
  id: doc._id.toHexString(),
  factId: doc.factId?.toHexString() ?? null,
  at: doc.at,
  action: doc.action,
  purpose: doc.purpose,
  outcome: doc.outcome,
  actor: doc.actor && {
    userId: doc.actor.userId.toHexString(),
    sessionId: doc.actor.sessionId.toHexString(),
    role: doc.actor.role as Actor["role"],
    organizationId: doc.actor.organizationId?.toHexString() ?? null,
    specialistId: doc.actor.specialistId?.toHexString() ?? null,
  },
  patientId: doc.patientId?.toHexString() ?? null,
  entity: { type: doc.entity.type, id: doc.entity.id.toHexString() },
  data: doc.data,
  requestId: doc.requestId,
  ip: doc.ip,
});

/** A patient's trail, oldest first. */
export async function auditEventsOfPatient(patientId: string): Promise<AuditRecord[]> {
  const rows = await AuditEventModel.find({ patientId: oid(patientId) })
    .sort({ at: 1, _id: 1 })
    .lean();
  return rows.map(toRecord);
}
