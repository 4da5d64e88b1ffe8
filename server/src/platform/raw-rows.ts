import { setTimeout } from "node:timers/promises";
import mongoose, { type Types } from "mongoose";

/** A stored document as it is, independent of the present model. */
export interface RawRow {
  _id: Types.ObjectId | string;
  [field: string]: unknown;
}

const collectionOf = (name: string) => mongoose.connection.collection<RawRow>(name);

export async function collectionNames(): Promise<string[]> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("the database is not connected");
  return (await db.listCollections({ type: "collection" }, { nameOnly: true }).toArray()).map(({ name }) => name);
}

const BATCH = 200;

/** All rows of a filter in the order of their ids, in batches that bound memory and snapshot size. */
export async function* rowsOf(collection: string, filter: Record<string, unknown> = {}): AsyncGenerator<RawRow> {
  let after: RawRow["_id"] | undefined;
  for (;;) {
    const place = after === undefined ? {} : { _id: { $gt: after } };
    const rows = await collectionOf(collection)
      .find({ $and: [filter, place] })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    yield* rows;
    after = rows.at(-1)?._id;
    if (rows.length < BATCH) return;
  }
}

/** Changes a row only if the named fields are still as they were read; false when somebody else was first. */
export async function changeRow(
  collection: string,
  row: RawRow,
  { seen, set, unset = [] }: { seen: Record<string, unknown>; set: Record<string, unknown>; unset?: string[] },
): Promise<boolean> {
  const { modifiedCount } = await collectionOf(collection).updateOne(
    { ...seen, _id: row._id },
    { $set: set, ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, ""])) } : {}) },
    { writeConcern: { w: "majority" } },
  );
  return modifiedCount > 0;
}

/** Changes all rows of a filter, and says how many. */
export async function changeRows(
  collection: string,
  filter: Record<string, unknown>,
  set: Record<string, unknown>,
): Promise<number> {
  const { modifiedCount } = await collectionOf(collection).updateMany(
    filter,
    { $set: set },
    { writeConcern: { w: "majority" } },
  );
  return modifiedCount;
}

/**
 * Inserts rows whose value at `key`, which a unique index keeps single, is not there yet; how many those were. Another server may
 * be at the same.
 */
export async function insertMissing(
  collection: string,
  key: string,
  rows: readonly Record<string, unknown>[],
): Promise<number> {
  let inserted = 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const { upsertedCount } = await collectionOf(collection).bulkWrite(
      batch.map((row) => ({
        updateOne: { filter: { [key]: row[key] }, update: { $setOnInsert: row }, upsert: true },
      })),
      { writeConcern: { w: "majority" } },
    );
    inserted += upsertedCount;
  }
  return inserted;
}

/** Harmless when there is none. */
export async function dropIndex(collection: string, name: string): Promise<void> {
  const there = await collectionOf(collection).indexes();
  if (there.some((index) => index.name === name)) await collectionOf(collection).dropIndex(name);
}

/** Harmless when there is none. */
export async function dropCollection(name: string): Promise<void> {
  if ((await collectionNames()).includes(name)) await mongoose.connection.dropCollection(name);
}

const COMPACT_TRIES = 40;
const COMPACT_PAUSE_MS = 250;

/**
 * Frees the space of rewritten rows in the database's own files, as far as the database can. Another server that is
 * already at work may have a transaction open, during which the embedded database says no: asked again for ten seconds.
 */
export async function compactCollection(name: string): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      await mongoose.connection.db?.command({ compact: name });
      return;
    } catch (error) {
      const conflict = error instanceof mongoose.mongo.MongoServerError && error.codeName === "WriteConflict";
      if (!conflict || tries === COMPACT_TRIES) throw error;
      await setTimeout(COMPACT_PAUSE_MS);
    }
}
