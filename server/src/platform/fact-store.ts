import type mongoose from "mongoose";
import type { Actor } from "./actor.ts";
import { Types } from "./database.ts";
import { OutboxModel } from "./outbox.model.ts";
import { FRESH, laneOf, type Fact, type Facts, type FactType } from "./outbox.ts";
import { putOffTooFar, type Pace } from "./work/pace.ts";
import { GIVEN_BACK, type WorkFields } from "./work/work-fields.ts";
import type { WorkLanes } from "./work/work-lanes.ts";
import { createWorkRows } from "./work/work-rows.ts";

/** A fact found in the outbox, with what became of it so far. */
export interface FoundFact {
  fact: Fact;
  attempts: number;
  lease: string | null;
  /** Consumers that have had it while another has failed. */
  had: string[];
}

/** A fact is never dropped: tried again after up to a minute, and after more than an hour and a half of that once an hour. */
export const FACT_PACE = {
  leaseMs: 30_000,
  firstWaitMs: 1000,
  longestWaitMs: 60_000,
  parked: { after: 100, waitMs: 3_600_000 },
} satisfies Pace;
/**
 * So long the process that recorded a fact has it for itself: it delivers what it has in its memory. Afterwards, or where that
 * memory is gone, whoever finds it may.
 */
const OWN_MS = 10_000;

const oid = (id: string) => new Types.ObjectId(id);
interface OutboxRow extends WorkFields {
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
  had?: string[];
  doneAt: Date | null;
}
const facts = createWorkRows(OutboxModel as unknown as mongoose.Model<OutboxRow>, {
  pace: FACT_PACE,
  waits: { pending: true },
});
/** Past the model: none is changed but in the fields of its delivery. */
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
  lease: row.lease,
  had: row.had ?? [],
});

/** When facts may be taken, each to be asked by itself, for one with "or" would go through the whole queue. */
function takeable(now: Date, others: boolean, after: string | null): Record<string, unknown>[] {
  const from = (ms: number) => new Date(now.getTime() + ms);
  const old = { $nor: [{ at: { $gt: from(-OWN_MS), $lt: from(OWN_MS) } }] };
  return [
    // Failed ones first: behind a stream of fresh ones they would wait for ever. Not "greater than", since an index of more fields
    // would go through all fresh ones for that.
    { dueAt: { $gte: new Date(FRESH.getTime() + 1), $lte: now } },
    { ...(others ? old : {}), dueAt: FRESH, ...(after === null ? {} : { _id: { $gt: oid(after) } }) },
    ...putOffTooFar(now, FACT_PACE),
  ];
}

/**
 * Takes facts that nobody delivers. Nothing is written where nothing waits. With `others`, facts of the last moments are left to
 * the process that recorded them. With `lanes`, those of visits and entities that another process delivers now are left to that.
 * Fresh ones are looked for `after` the last that an earlier call has found, so that those it has taken are not gone through each
 * time.
 */
export async function takeWaiting(
  now: Date,
  { limit, others, lanes, after }: { limit: number; others: boolean; lanes: WorkLanes | null; after: string | null },
): Promise<{ found: FoundFact[]; after: string | null }> {
  const rows = await facts.takeMany(now, {
    filters: takeable(now, others, after),
    limit,
    pick: async (seen) => {
      if (!lanes) return seen;
      const keys = seen.map((row) => laneOf(foundOf(row).fact));
      const mine = await lanes.hold(keys, now);
      return seen.filter((_, place) => mine.has(keys[place] ?? ""));
    },
  });
  const last = rows.at(-1);
  const fresh = last?.dueAt.getTime() === FRESH.getTime();
  return { found: rows.map(foundOf), after: last && fresh ? String(last._id) : after };
}

/** What was found and is still under way here stays so for longer. */
export const renewFound = (found: readonly Omit<FoundFact, "had">[], now: Date): Promise<void> =>
  facts.renewAll(
    found.map(({ fact, lease, attempts }) => ({ _id: oid(fact.id), lease, attempts })),
    now,
  );

/** What was set aside is due again: a newer release may know how to deliver it. */
export async function callParked(now: Date): Promise<void> {
  await rows().updateMany(
    { pending: true, leasedUntil: null, attempts: { $gte: FACT_PACE.parked.after } },
    { $set: { dueAt: now } },
  );
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
  await rows().updateMany({ _id: { $in: ids.map(oid) } }, { $set: { pending: false, doneAt: now, ...GIVEN_BACK } });
}

/**
 * Not every consumer has had it; it is tried again at that time, unless another process has taken it meanwhile. One that its own
 * row carried gets a row here for it.
 */
export async function putOff(
  fact: Fact,
  { attempts, lease, had, dueAt }: Omit<FoundFact, "fact" | "had"> & { had: readonly string[]; dueAt: Date },
): Promise<void> {
  const waits = { attempts, had: [...had], dueAt, ...GIVEN_BACK };
  if (fact.carriedBy === undefined) {
    await rows().updateOne({ _id: oid(fact.id), pending: true, lease }, { $set: waits });
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
