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
/** What a cursor may hold of rows read ahead, one large row apart. */
const CHUNK_BYTES = 256 * 1024;
/** The first few documents are read without a look before, as far as they are no longer than this. */
const SHORT_BYTES = CHUNK_BYTES / FIRST_CHUNK;
const MAX_ROW = Number.MAX_SAFE_INTEGER;

/** Larger chunks cost fewer statements; large documents make them small again. */
class ChunkSize {
  private rows: number;
  /** How many rows may be read at first, where none is longer than SHORT_BYTES. */
  readonly first: number;

  constructor(limit: number) {
    this.rows = Math.min(FIRST_CHUNK, limit);
    this.first = this.rows;
  }

  /**
   * How many rows to read: `longest` gives the length of the longest document among the next so many. Without a look
   * before, the first few documents of 16 MB would be half a gigabyte for each cursor.
   */
  fitting(longest: (rows: number) => number): number {
    if (this.rows === 1) return 1;
    return Math.max(1, Math.min(this.rows, Math.floor(CHUNK_BYTES / Math.max(1, longest(this.rows)))));
  }

  grow(): void {
    this.rows = Math.min(this.rows * 4, MAX_CHUNK);
  }
}

/** Hands the rows out and keeps none that was handed out: a cursor at rest holds what it has not given yet. */
function* handOut(rows: (StoredRow | undefined)[]): Generator<StoredRow> {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    rows[at] = undefined;
    yield row;
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

/** The longest document among the rows that a statement would give. */
const longestOf = (connection: Connection, begun: boolean, sql: string, ...params: (number | Uint8Array)[]): number =>
  Number(readAll(connection, begun, `SELECT max(n) AS n FROM (${sql})`, ...params)[0]?.["n"] ?? 0);

function* scanTable(source: Source, collection: Collection, size: ChunkSize): Generator<StoredRow> {
  const from = `FROM c_${collection.id} WHERE r > ? ORDER BY r LIMIT ?`;
  let last = 0;
  for (;;) {
    const connection = source();
    const limit = size.fitting((rows) => longestOf(connection, last > 0, `SELECT length(d) AS n ${from}`, last, rows));
    const rows = readAll(connection, last > 0, `SELECT r, d ${from}`, last, limit).map(toRow);
    const full = rows.length === limit;
    last = rows.at(-1)?.row ?? last;
    yield* handOut(rows);
    if (!full) return;
    size.grow();
  }
}

/** The document, or NULL in place of one that is not short. */
const shortOf = (document: string): string => `CASE WHEN length(${document}) <= ${SHORT_BYTES} THEN ${document} END`;

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
  const where = plan.reverse
    ? "(i.k, i.r) < (?, ?) AND i.k >= ? ORDER BY i.k DESC, i.r DESC LIMIT ?"
    : "(i.k, i.r) > (?, ?) AND i.k <= ? ORDER BY i.k, i.r LIMIT ?";
  const read = `SELECT i.k AS k, i.r AS r, ${document} AS d FROM ${from} WHERE ${where}`;
  const shorts = `SELECT i.k AS k, i.r AS r, ${shortOf(document)} AS d FROM ${from} WHERE ${where}`;
  const lengths = `SELECT length(${document}) AS n FROM ${from} WHERE ${where}`;
  let key: Uint8Array = plan.reverse ? range.high : range.low;
  let row = plan.reverse ? MAX_ROW : 0;
  const end = plan.reverse ? range.low : range.high;
  for (let begun = false; ; begun = true) {
    const connection = source();
    let limit = size.first;
    let found = begun ? undefined : readAll(connection, begun, shorts, key, row, end, limit);
    if (found === undefined || found.some((one) => one["d"] === null)) {
      limit = size.fitting((rows) => longestOf(connection, begun, lengths, key, row, end, rows));
      found = readAll(connection, begun, read, key, row, end, limit);
    }
    const { rows, full, last } = keyed(found, limit);
    if (last !== undefined) [key, row] = last;
    yield* handOut(rows);
    if (!full) return;
    size.grow();
  }
}

/**
 * Takes an index's rows out of the objects that SQLite gives, which the generator would otherwise keep alive while it
 * waits.
 */
const keyed = (found: Record<string, unknown>[], limit: number) => {
  const rows = found.map(toRow);
  const end = found.at(-1);
  const last: [Uint8Array, number] | undefined = end === undefined ? undefined : [bytesOf(end["k"]), rows.at(-1)!.row];
  return { rows, full: rows.length === limit, last };
};

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
  const rest = `FROM ${from} WHERE i.k = ? AND i.r ${compared} ? ORDER BY i.r ${order} LIMIT ?`;
  const [read, lengths] = [`SELECT i.r AS r, ${document} AS d ${rest}`, `SELECT length(${document}) AS n ${rest}`];
  // One document at most, so nothing to weigh.
  const single = plan.index === "id" || plan.index?.unique === true;
  let row = plan.reverse ? MAX_ROW : 0;
  for (let begun = false; ; begun = true) {
    const connection = source();
    const limit = single ? 1 : size.fitting((rows) => longestOf(connection, begun, lengths, key, row, rows));
    const rows = readAll(connection, begun, read, key, row, limit).map(toRow);
    const full = rows.length === limit;
    row = rows.at(-1)?.row ?? row;
    yield* handOut(rows);
    if (!full || single) return;
    size.grow();
  }
}

/** Lists of keys have one of a few lengths, so that few statements are kept: the last key fills up what is left. */
const listOf = (keys: readonly Buffer[]): Buffer[] => {
  const length = Math.min(FIRST_CHUNK, 2 ** Math.ceil(Math.log2(keys.length)));
  return Array.from({ length }, (_, at) => keys[Math.min(at, keys.length - 1)]!);
};

/** Rows of many keys of which each has one at most, some keys to a statement. */
function* scanKeys(
  source: Source,
  collection: Collection,
  plan: Plan,
  keys: readonly Buffer[],
  size: ChunkSize,
): Generator<StoredRow> {
  const { from, document } = keyColumns(collection, plan);
  for (let at = 0; at < keys.length; at += size.first) {
    const list = listOf(keys.slice(at, at + size.first));
    const where = `i.k IN (${list.map(() => "?").join()}) ORDER BY i.k ${plan.reverse ? "DESC" : "ASC"}`;
    const read = `SELECT i.k AS k, i.r AS r, ${shortOf(document)} AS d FROM ${from} WHERE ${where}`;
    for (const row of readAll(source(), at > 0, read, ...list)) {
      if (row["d"] === null) yield* scanKey(source, collection, plan, Buffer.from(bytesOf(row["k"])), size);
      else yield toRow(row);
    }
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
  const ranges = plan.reverse ? plan.ranges.toReversed() : plan.ranges;
  const single = plan.index === "id" || plan.index.unique;
  if (single && !plan.dedupe && ranges.length > 1 && ranges.every(({ whole }) => whole === true)) {
    const keys = ranges.map(({ low }) => low);
    yield* scanKeys(source, collection, plan, keys, size);
    return;
  }
  const seen = plan.dedupe ? new Set<number>() : undefined;
  for (const range of ranges) {
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
