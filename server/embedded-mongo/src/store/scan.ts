import { MongoError } from "../errors.ts";
import type { Collection } from "./catalog.ts";
import type { Plan, Range } from "./plan.ts";
import { bytesOf, numberOf } from "./sqlite.ts";
import type { Connection } from "./sqlite.ts";

export interface StoredRow {
  row: number;
  bytes: Uint8Array;
}

/** Gives the connection to read from at this moment; a cursor may outlive the transaction it started beside. */
export type Source = () => Connection;

const FIRST_CHUNK = 32;
const MAX_CHUNK = 512;
const CHUNK_BYTES = 4 * 1024 * 1024;
const MAX_ROW = Number.MAX_SAFE_INTEGER;

/** Larger chunks cost fewer statements; large documents make them small again. */
class ChunkSize {
  rows: number;

  constructor(limit: number) {
    this.rows = Math.min(FIRST_CHUNK, limit);
  }

  next(read: readonly StoredRow[]): void {
    const bytes = read.reduce((sum, item) => sum + item.bytes.length, 0);
    const fitting = Math.floor(CHUNK_BYTES / Math.max(1, bytes / Math.max(1, read.length)));
    this.rows = Math.max(1, Math.min(this.rows * 4, MAX_CHUNK, fitting));
  }
}

const noSuchTable = (error: unknown): boolean => error instanceof Error && error.message.startsWith("no such table");

const dropped = () => new MongoError("QueryPlanKilled", "collection or index dropped while it was being read");

/**
 * A collection that an open transaction created is empty for the readers beside it. Otherwise a table that is not
 * there was dropped under a cursor, whose client must not take what it has got for all there is.
 */
const readAll = (connection: Connection, begun: boolean, sql: string, ...params: (number | Uint8Array)[]) => {
  try {
    return connection.all(sql, ...params);
  } catch (error) {
    if (!noSuchTable(error)) throw error;
    if (begun || !connection.readOnly) throw dropped();
    return [];
  }
};

const toRow = (row: Record<string, unknown>): StoredRow => ({ row: numberOf(row["r"]), bytes: bytesOf(row["d"]) });

function* scanTable(source: Source, collection: Collection, size: ChunkSize): Generator<StoredRow> {
  let last = 0;
  for (;;) {
    const limit = size.rows;
    const rows = readAll(
      source(),
      last > 0,
      `SELECT r, d FROM c_${collection.id} WHERE r > ? ORDER BY r LIMIT ?`,
      last,
      limit,
    ).map(toRow);
    yield* rows;
    if (rows.length < limit) return;
    last = rows.at(-1)!.row;
    size.next(rows);
  }
}

const keyColumns = (collection: Collection, plan: Plan) =>
  plan.index === "id" || plan.index === undefined
    ? { from: `c_${collection.id} i`, document: "i.d" }
    : { from: `i_${plan.index.id} i CROSS JOIN c_${collection.id} c ON c.r = i.r`, document: "c.d" };

/** Resumes after the last (key, row) seen, so that no statement stays open between two batches of a cursor. */
function* scanRange(
  source: Source,
  collection: Collection,
  plan: Plan,
  range: Range,
  size: ChunkSize,
): Generator<StoredRow> {
  const { from, document } = keyColumns(collection, plan);
  const fields = `i.k AS k, i.r AS r, ${document} AS d`;
  const forward = `SELECT ${fields} FROM ${from} WHERE (i.k, i.r) > (?, ?) AND i.k <= ? ORDER BY i.k, i.r LIMIT ?`;
  const backward = `SELECT ${fields} FROM ${from} WHERE (i.k, i.r) < (?, ?) AND i.k >= ? ORDER BY i.k DESC, i.r DESC LIMIT ?`;
  let key: Uint8Array = plan.reverse ? range.high : range.low;
  let row = plan.reverse ? MAX_ROW : 0;
  const end = plan.reverse ? range.low : range.high;
  for (let begun = false; ; begun = true) {
    const limit = size.rows;
    const found = readAll(source(), begun, plan.reverse ? backward : forward, key, row, end, limit);
    const rows = found.map(toRow);
    yield* rows;
    if (rows.length < limit) return;
    key = bytesOf(found.at(-1)!["k"]);
    row = rows.at(-1)!.row;
    size.next(rows);
  }
}

/** All rows of one key: the commonest query, in SQLite's shortest form. */
function* scanKey(
  source: Source,
  collection: Collection,
  plan: Plan,
  key: Buffer,
  size: ChunkSize,
): Generator<StoredRow> {
  const { from, document } = keyColumns(collection, plan);
  const [compared, order] = plan.reverse ? ["<", "DESC"] : [">", "ASC"];
  const sql = `SELECT i.r AS r, ${document} AS d FROM ${from} WHERE i.k = ? AND i.r ${compared} ? ORDER BY i.r ${order} LIMIT ?`;
  let row = plan.reverse ? MAX_ROW : 0;
  for (let begun = false; ; begun = true) {
    const limit = size.rows;
    const rows = readAll(source(), begun, sql, key, row, limit).map(toRow);
    yield* rows;
    if (rows.length < limit || plan.index === "id") return;
    row = rows.at(-1)!.row;
    size.next(rows);
  }
}

const scanOne = (
  source: Source,
  collection: Collection,
  plan: Plan,
  range: Range,
  size: ChunkSize,
): Generator<StoredRow> =>
  range.whole === true
    ? scanKey(source, collection, plan, range.low, size)
    : scanRange(source, collection, plan, range, size);

/** All candidates of a plan, in its order, each document once. */
export function* scanPlan(
  source: Source,
  collection: Collection,
  plan: Plan,
  limit = FIRST_CHUNK,
): Generator<StoredRow> {
  const size = new ChunkSize(Math.max(1, limit));
  if (plan.index === undefined) {
    yield* scanTable(source, collection, size);
    return;
  }
  const seen = plan.dedupe ? new Set<number>() : undefined;
  for (const range of plan.reverse ? plan.ranges.toReversed() : plan.ranges) {
    if (seen === undefined) {
      yield* scanOne(source, collection, plan, range, size);
      continue;
    }
    for (const item of scanOne(source, collection, plan, range, size)) {
      if (seen.has(item.row)) continue;
      seen.add(item.row);
      yield item;
    }
  }
}

/** Counts without reading documents; only for exact plans over indexes without arrays. */
export const countPlan = (source: Source, collection: Collection, plan: Plan): number => {
  const connection = source();
  const count = (sql: string, ...params: Uint8Array[]) =>
    Number(readAll(connection, false, sql, ...params)[0]?.["n"] ?? 0);
  if (plan.index === undefined) return count(`SELECT count(*) AS n FROM c_${collection.id}`);
  const table = plan.index === "id" ? `c_${collection.id}` : `i_${plan.index.id}`;
  return plan.ranges.reduce(
    (sum, { low, high }) => sum + count(`SELECT count(*) AS n FROM ${table} WHERE k >= ? AND k <= ?`, low, high),
    0,
  );
};

export const readRow = (source: Source, collection: Collection, row: number): Uint8Array | undefined => {
  const [found] = readAll(source(), true, `SELECT d FROM c_${collection.id} WHERE r = ?`, row);
  return found === undefined ? undefined : bytesOf(found["d"]);
};
