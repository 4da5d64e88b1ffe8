import { randomUUID } from "node:crypto";
import type mongoose from "mongoose";
import type { Actor } from "./actor.ts";
import { Types } from "./database.ts";
import { OutboxModel } from "./outbox.model.ts";
import { FRESH, type Fact, type Facts, type FactType } from "./outbox.ts";

/** A fact found in the outbox, with what became of it so far. */
export interface FoundFact {
  fact: Fact;
  attempts: number;
  /** Consumers that have had it while another has failed. */
  had: string[];
}

const LEASE_MS = 30_000;
export const LONGEST_WAIT_MS = 60_000;
/**
 * So long the process that recorded a fact has it for itself: it delivers what it has in its memory. Afterwards, or where that
 * memory is gone, whoever finds it may.
 */
const OWN_MS = 10_000;

const oid = (id: string) => new Types.ObjectId(id);
interface OutboxRow {
  _id: Types.ObjectId;
  type: string;
  at: Date;
  actor: unknown;
  requestId: string;
  traceparent?: string | null;
  ip: string;
  userAgent: string;
  patientId: Types.ObjectId | null;
  entity?: { type?: string; id?: Types.ObjectId };
  data: object;
  pending: boolean;
  attempts: number;
  dueAt: Date;
  leasedUntil: Date | null;
  lease?: string;
  had?: string[];
  doneAt: Date | null;
}
/** Past the model: rows are found by the hundred, and none is changed but in the fields of its delivery. */
const rows = () => OutboxModel.collection as unknown as mongoose.Collection<OutboxRow>;

const foundOf = (row: OutboxRow): FoundFact => ({
  fact: {
    id: String(row._id),
    type: row.type as FactType,
    at: row.at,
    actor: row.actor as Actor | null,
    requestId: row.requestId,
    ip: row.ip,
    userAgent: row.userAgent,
    patientId: row.patientId ? String(row.patientId) : null,
    entity: { type: row.entity?.type ?? "", id: String(row.entity?.id) },
    data: row.data as Facts[FactType],
    traceparent: row.traceparent ?? null,
  },
  attempts: row.attempts,
  had: row.had ?? [],
});

/** Filters for facts that may be taken now, each to be asked by itself, for one with "or" would go through the whole queue. */
function takeable(now: Date, others: boolean): Record<string, unknown>[] {
  const from = (ms: number) => new Date(now.getTime() + ms);
  const free = {
    pending: true,
    $or: [
      { leasedUntil: null },
      { leasedUntil: { $lt: now } },
      // Longer than a lease can be: written by a clock that was ahead and has been set back. Twice, since clocks differ a little.
      { leasedUntil: { $gt: from(2 * LEASE_MS) } },
    ],
  };
  const old = { $nor: [{ at: { $gt: from(-OWN_MS), $lt: from(OWN_MS) } }] };
  return [
    // Failed ones first: behind a stream of fresh ones they would wait for ever.
    { ...free, dueAt: { $gt: FRESH, $lte: now } },
    { ...free, ...(others ? old : {}), dueAt: FRESH },
    { ...free, dueAt: { $gt: from(2 * LONGEST_WAIT_MS) } },
  ];
}

/**
 * Leases facts that nobody delivers. Nothing is written where nothing waits. With `others`, facts of the last moments are left to
 * the process that recorded them.
 */
export async function leaseWaiting(
  now: Date,
  { limit, others }: { limit: number; others: boolean },
): Promise<FoundFact[]> {
  for (const filter of takeable(now, others)) {
    const seen = await rows()
      .find(filter, { projection: { _id: 1 } })
      .sort({ dueAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
    if (seen.length === 0) continue;
    const lease = randomUUID();
    const ids = seen.map(({ _id }) => _id);
    const leasedUntil = new Date(now.getTime() + LEASE_MS);
    await rows().updateMany({ ...filter, _id: { $in: ids } }, { $set: { lease, leasedUntil }, $inc: { attempts: 1 } });
    const leased = await rows()
      .find({ _id: { $in: ids }, lease })
      .sort({ _id: 1 })
      .toArray();
    if (leased.length > 0) return leased.map(foundOf);
  }
  return [];
}

/** Those of these facts that wait for delivery, as the database has it now. */
export async function stillWaiting(ids: readonly string[]): Promise<Set<string>> {
  const waiting = await rows()
    .find({ _id: { $in: ids.map(oid) }, pending: true }, { projection: { _id: 1 } })
    .toArray();
  return new Set(waiting.map(({ _id }) => String(_id)));
}

/** These have been delivered to every consumer. */
export async function markDelivered(ids: readonly string[], now: Date): Promise<void> {
  await rows().updateMany({ _id: { $in: ids.map(oid) } }, { $set: { pending: false, doneAt: now, leasedUntil: null } });
}

/** Not every consumer has had it; it is tried again at that time. One that its own row carried gets a row here for it. */
export async function putOff(
  fact: Fact,
  { attempts, had, dueAt }: { attempts: number; had: readonly string[]; dueAt: Date },
): Promise<void> {
  const waits = { attempts, had: [...had], dueAt, leasedUntil: null };
  if (fact.carriedBy === undefined) {
    await rows().updateOne({ _id: oid(fact.id), pending: true }, { $set: waits });
    return;
  }
  const { id, carriedBy, atHand, entity, patientId, ...told } = fact;
  const whole = {
    ...told,
    patientId: patientId === null ? null : oid(patientId),
    entity: { type: entity.type, id: oid(entity.id) },
    pending: true,
    doneAt: null,
  };
  await rows().updateOne({ _id: oid(id) }, { $set: waits, $setOnInsert: whole }, { upsert: true });
}
