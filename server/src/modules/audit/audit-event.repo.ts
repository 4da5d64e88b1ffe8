import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { userBehind, type Actor, type Services, type User } from "../../platform/context.ts";
import { onlyDoubles, refusalsOf } from "../../platform/bulk-refusals.ts";
import { duplicateKeyOf, insideTransaction, Types } from "../../platform/database.ts";
import { createInsertBatcher } from "../../platform/insert-batcher.ts";
import { AuditEventModel } from "./audit-event.model.ts";
import type { AuditRow, SealedRow } from "./audit-row.ts";
import { stamp } from "./audit-tags.ts";

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
  actor: Pick<User, "userId" | "sessionId" | "role" | "duty" | "organizationId" | "specialistId"> | null;
  data: Record<string, unknown>;
  /** Number in the chain; null until the row is sealed, a second later. */
  seq: number | null;
};

const oid = (id: string) => new Types.ObjectId(id);
const oidOrNull = (id: string | null) => (id === null ? null : oid(id));

/** Who is no user stands beside what was done; a row without either is the server's own. */
const guestOf = (actor: Actor | null) => (actor?.role === "guest" ? { guestId: actor.guestId } : {});

/** As the application writes it, with its stamp. */
export function auditRowOf({ keys, now }: Pick<Services, "keys" | "now">, entry: AuditEntry): AuditRow {
  const actor = userBehind(entry.actor);
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
    data: JSON.parse(JSON.stringify({ ...entry.data, ...guestOf(entry.actor) })) as Record<string, unknown>,
    requestId: entry.requestId,
    ip: entry.ip,
    userAgent: entry.userAgent,
    unsealed: true,
  };
  return stamp(keys, row);
}

/** Each call of a patient's record waits for its row, so those that come at once are stored together. */
const insertWithOthers = createInsertBatcher(() => AuditEventModel.collection);

/** Appends one row, durably. With `alone` it does not join the caller's transaction, so it survives a rollback. */
export async function insertAuditEvent(
  services: Pick<Services, "keys" | "now">,
  entry: AuditEntry,
  { alone = false } = {},
): Promise<void> {
  const row = auditRowOf(services, entry);
  if (insideTransaction()) await AuditEventModel.create([row], alone ? { session: null } : {});
  else await insertWithOthers(row);
}

/**
 * Appends rows in one write, past the model, whose only business here is to refuse changes; a fact that has its row already gets
 * no second. They wait for their places in the chain.
 */
export async function insertAuditEvents(rows: readonly AuditRow[]): Promise<void> {
  if (rows.length === 0) return;
  await AuditEventModel.collection.insertMany([...rows], { ordered: false }).catch((error: unknown) => {
    if (!onlyDoubles(error)) throw error;
  });
}

/**
 * The same for rows that come with their places, as far as they can have them: each has its place only if all before it have
 * theirs. Answers how many were stored, and what the next one ran into: the fact's own row, or a place that is taken.
 */
export async function insertSealedEvents(
  rows: readonly SealedRow[],
): Promise<{ stored: number; ranInto: "row" | "place" | null }> {
  try {
    await AuditEventModel.collection.insertMany([...rows], { ordered: true });
    return { stored: rows.length, ranInto: null };
  } catch (error) {
    const [first] = refusalsOf(error) ?? [];
    const keys = duplicateKeyOf(first?.[1]);
    if (!first || !keys) throw error;
    return { stored: first[0], ranInto: keys.includes("factId") ? "row" : "place" };
  }
}

/** Of these facts those that have no row. */
export async function factsWithoutRow(factIds: readonly string[]): Promise<Set<string>> {
  const rows = await AuditEventModel.find({ factId: { $in: factIds.map(oid) } }, { factId: 1 }).lean();
  const known = new Set(rows.map(({ factId }) => factId?.toHexString()));
  return new Set(factIds.filter((id) => !known.has(id)));
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
