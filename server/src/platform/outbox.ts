import type { Actor, Ctx, Services } from "./context.ts";
import { insideTransaction, Types } from "./database.ts";
import { dueNow } from "./due-now.ts";
import { OutboxModel } from "./outbox.model.ts";
import { describeFault } from "./describe-fault.ts";

/**
 * All facts (domain events) by type. Modules add theirs by declaration merging: `declare module
 * "../../platform/outbox.ts" { interface Facts { "appointment:booked": { … } } }`. The data contains ids and codes,
 * never names, numbers or texts of people.
 */
// oxlint-disable-next-line no-empty-object-type -- filled by the modules
export interface Facts {}
export type FactType = keyof Facts & string;

/** A fact as it is delivered: at least once, in the order of commit within one process. */
export interface Fact<T extends FactType = FactType> {
  id: string;
  type: T;
  at: Date;
  actor: Actor | null;
  requestId: string;
  ip: string;
  userAgent: string;
  patientId: string | null;
  entity: { type: string; id: string };
  data: Facts[T];
}

/** A consumer must be idempotent by fact id, because after a crash a fact may be delivered again. */
export type FactConsumer = (fact: Fact, services: Services) => Promise<void>;

/** A new fact is always due: a clock that was set back must not delay what is committed. */
const FRESH = new Date(0);

/**
 * Writes a fact in the transaction of its change. Throws outside a transaction, because a fact without its change would
 * be false.
 */
export async function recordFact<T extends FactType>(
  ctx: Ctx,
  fact: { type: T; patientId: string | null; entity: { type: string; id: string }; data: Facts[T] },
): Promise<void> {
  if (!insideTransaction()) throw new Error(`${fact.type} recorded outside a transaction`);
  await OutboxModel.create([
    {
      ...fact,
      at: ctx.now(),
      dueAt: FRESH,
      actor: ctx.actor,
      requestId: ctx.requestId,
      traceparent: ctx.tracing.current(),
      ip: ctx.ip,
      userAgent: ctx.userAgent,
    },
  ]);
}

const LEASE_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * One in so many turns starts with failed facts that are due again; behind a stream of fresh ones they would wait for
 * ever.
 */
const RETRY_TURN = 8;

async function leaseNext(now: Date, { retriesFirst }: { retriesFirst: boolean }) {
  const [due, setBack] = dueNow(now, { leaseMs: LEASE_MS, waitMs: LONGEST_WAIT_MS });
  const retries = { ...due, dueAt: { $gt: FRESH, $lte: now } };
  for (const turn of retriesFirst ? [retries, due, setBack] : [due, setBack]) {
    const row = await OutboxModel.findOneAndUpdate(
      { pending: true, ...turn },
      { $set: { leasedUntil: new Date(now.getTime() + LEASE_MS) }, $inc: { attempts: 1 } },
      { sort: { dueAt: 1, _id: 1 }, returnDocument: "after" },
    ).lean();
    if (row) return row;
  }
  return null;
}

/** Delivers facts to the consumers. Woken after each commit, and by a timer for what a crash left behind. */
export function createOutbox(services: Services, consumers: readonly FactConsumer[]) {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let turns = 0;
  const timer = setInterval(() => poke(), 5000);
  timer.unref();

  async function deliverNext(): Promise<boolean> {
    turns += 1;
    const row = await leaseNext(services.now(), { retriesFirst: turns % RETRY_TURN === 0 });
    if (!row) return false;
    try {
      const fact: Fact = {
        id: row._id.toHexString(),
        type: row.type as FactType,
        at: row.at,
        actor: row.actor as Actor | null,
        requestId: row.requestId,
        ip: row.ip,
        userAgent: row.userAgent,
        patientId: row.patientId ? String(row.patientId) : null,
        entity: { type: row.entity?.type ?? "", id: String(row.entity?.id) },
        data: row.data as Facts[FactType],
      };
      // Every consumer is called even if an earlier one failed: what cannot be pushed must still reach the audit trail.
      const failures: unknown[] = [];
      const ids = { "fuzhen.fact_id": fact.id, "fuzhen.request_id": fact.requestId, "fuzhen.attempts": row.attempts };
      const deliver = async () => {
        for (const consume of consumers) await consume(fact, services).catch((error: unknown) => failures.push(error));
        if (failures.length > 0) throw failures[0];
      };
      await services.tracing.span(`fact ${fact.type}`, ids, deliver, row.traceparent ?? null);
      await OutboxModel.updateOne(
        { _id: row._id },
        { $set: { pending: false, doneAt: services.now(), leasedUntil: null } },
      );
      services.signals.emit("delivery", { type: row.type, ok: true });
    } catch (error) {
      // Retried with a delay of up to a minute, for ever: a fact is never dropped.
      services.signals.emit("delivery", { type: row.type, ok: false });
      const delay = Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(row.attempts, 7));
      services.log.error(
        { factId: row._id.toHexString(), type: row.type, attempts: row.attempts, error: describeFault(error) },
        "fact not delivered",
      );
      await OutboxModel.updateOne(
        { _id: row._id },
        { $set: { leasedUntil: null, dueAt: new Date(services.now().getTime() + delay) } },
      );
    }
    return true;
  }

  async function drain(): Promise<void> {
    do {
      again = false;
      while (!stopped && (await deliverNext()));
    } while (again && !stopped);
  }

  function poke(): void {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    // Traced separately: a request woke the delivery, but delivery is not part of it.
    running = services.tracing
      .outside(drain)
      .catch((error: unknown) => services.log.error({ error: describeFault(error) }, "outbox stopped short"))
      .finally(() => {
        running = null;
        if (again) poke();
      });
  }

  return {
    poke,
    /** Resolves when nothing is under way; what is pending stays for the next start. */
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      await running;
    },
    /** For tests and operators: rows not yet delivered. */
    pending: () => OutboxModel.countDocuments({ pending: true }),
  };
}
export interface OutboxState {
  pending: number;
  oldestAt: Date | null;
  /** Facts that were tried and not delivered, by type, most attempts first. */
  failing: { type: string; count: number; attempts: number }[];
}

/** How far the outbox is behind, for operators. */
export async function outboxState(): Promise<OutboxState> {
  const [pending, oldest, failing] = await Promise.all([
    OutboxModel.countDocuments({ pending: true }),
    OutboxModel.findOne({ pending: true }, { at: 1 }).sort({ _id: 1 }).lean(),
    OutboxModel.aggregate<{ _id: string; count: number; attempts: number }>([
      // A leased row is being delivered right now and has not failed.
      { $match: { pending: true, attempts: { $gt: 0 }, leasedUntil: null } },
      { $group: { _id: "$type", count: { $sum: 1 }, attempts: { $max: "$attempts" } } },
      { $sort: { attempts: -1 } },
    ]),
  ]);
  return {
    pending,
    oldestAt: oldest?.at ?? null,
    failing: failing.map(({ _id, count, attempts }) => ({ type: _id, count, attempts })),
  };
}

export const newId = () => new Types.ObjectId().toHexString();
