import type { CommittedFact } from "./committed-fact.ts";
import type { Ctx, Services } from "./context.ts";
import { insideTransaction, Types } from "./database.ts";
import { OutboxModel } from "./outbox.model.ts";
import { writeLast, noteInTransaction } from "./transaction-pool.ts";

/**
 * All facts (domain events) by type. Modules add theirs by declaration merging: `declare module
 * "../../platform/outbox.ts" { interface Facts { "appointment:booked": { … } } }`. The data contains ids and codes,
 * never names, numbers or texts of people.
 */
// oxlint-disable-next-line no-empty-object-type -- filled by the modules
export interface Facts {}
export type FactType = keyof Facts & string;

/**
 * A fact as it is delivered: at least once; those that one process commits of one visit, or else of one entity, in the order of
 * their commits. Two processes tell side by side; what needs an order between them (messages) has numbers (room-order.ts).
 */
export type Fact<T extends FactType = FactType> = Omit<CommittedFact, "type" | "data"> & { type: T; data: Facts[T] };

/**
 * Who wants to hear of facts. It must be idempotent by fact id, because after a crash a fact may be delivered again. Its name is
 * noted in the row of a fact that it has had while another consumer has failed.
 */
export type FactConsumer = { name: string } & (
  | {
      /** Called when the fact is taken in, before any later one is delivered. */
      foresee?: (fact: Fact) => void;
      /** Facts of one visit or entity come one after the other, those of different ones side by side. */
      deliver: (fact: Fact, services: Services) => Promise<void>;
    }
  | {
      /** Of many facts in one go. */
      deliverAll: (facts: readonly Fact[], services: Services) => Promise<void>;
      /** Which of these facts it has not had: one of the consumers can tell. */
      lacking?: (ids: readonly string[]) => Promise<Set<string>>;
    }
);

/** What stays in order: the facts of a visit, else those of an entity. */
export function laneOf({ data, entity }: Pick<Fact, "data" | "entity">): string {
  const visit: unknown = "consultationId" in data ? data.consultationId : null;
  return typeof visit === "string" ? visit : entity.id;
}

/** What a change tells of itself. */
export interface NewFact<T extends FactType> {
  type: T;
  patientId: string | null;
  entity: { type: string; id: string };
  data: Facts[T];
}

/** A fact of this moment and caller; `id` unless it has one already. */
export const factOf = <T extends FactType>(ctx: Ctx, fact: NewFact<T>, id = newId()): Fact<T> => ({
  ...fact,
  id,
  at: ctx.now(),
  actor: ctx.actor,
  requestId: ctx.requestId,
  ip: ctx.ip,
  userAgent: ctx.userAgent,
  traceparent: ctx.tracing.current(),
});

/** A new fact is always due: a clock that was set back must not delay what is committed. */
export const FRESH = new Date(0);

/**
 * Writes a fact in the transaction of its change. Throws outside a transaction, because a fact without its change would
 * be false.
 */
export async function recordFact<T extends FactType>(ctx: Ctx, fact: NewFact<T>): Promise<void> {
  if (!insideTransaction()) throw new Error(`${fact.type} recorded outside a transaction`);
  const told = factOf(ctx, fact);
  await writeLast(OutboxModel.collection, { insertOne: { document: newRowOf(told) } });
  noteInTransaction(told);
}

const newRowOf = ({ id, patientId, entity, ...told }: Fact) => ({
  _id: oid(id),
  ...told,
  patientId: patientId === null ? null : oid(patientId),
  entity: { type: entity.type, id: oid(entity.id) },
  pending: true,
  attempts: 0,
  dueAt: FRESH,
  leasedUntil: null,
  lease: null,
  doneAt: null,
});

const oid = (id: string) => new Types.ObjectId(id);
export const newId = () => new Types.ObjectId().toHexString();
