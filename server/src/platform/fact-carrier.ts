import type { Fact } from "./outbox.ts";

/**
 * Rows that carry the fact of their own insert, so that change and fact are one durable write without a transaction. Nothing is
 * noted in them when the fact has been delivered: what a crash has left undelivered is found by what consumers lack.
 */
export interface FactCarrier {
  /** The collection. */
  name: string;
  /** Facts of rows written since then, in the order of their ids, after a place in it. */
  since(from: Date, after: string | null, limit: number): Promise<Fact[]>;
  /** Of these rows those that are there. */
  among(ids: readonly string[]): Promise<Set<string>>;
}
