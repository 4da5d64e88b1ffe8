import { deserialize } from "bson";
import mongoose from "mongoose";

/** Documents of an entry; an archive's entries are read and written as a whole each. */
const PART_BYTES = 4 * 1024 * 1024;

/** Gathers documents to parts of some megabytes. */
export async function* inParts(rows: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; rows: number }> {
  let part: Buffer[] = [];
  let bytes = 0;
  for await (const row of rows) {
    part.push(row);
    bytes += row.length;
    if (bytes < PART_BYTES) continue;
    yield { bytes: Buffer.concat(part), rows: part.length };
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield { bytes: Buffer.concat(part), rows: part.length };
}

/** A document read with `raw`: the driver gives its bytes then, which its types do not know. */
export function rawBytes(row: unknown): Buffer {
  if (!(row instanceof Uint8Array)) throw new Error("the driver gave no bytes");
  return Buffer.from(row);
}

/** Every type stays what it is: a whole number that is a double must not come back as an integer. */
const EXACT = { promoteValues: false, promoteBuffers: false, promoteLongs: false, bsonRegExp: true } as const;

/** Puts the documents of a part into a collection; answers how many. */
export async function insertPart(collection: string, part: Buffer): Promise<number> {
  const rows: mongoose.mongo.Document[] = [];
  for (let at = 0; at < part.length;) {
    const length = part.readInt32LE(at);
    rows.push(deserialize(part.subarray(at, at + length), EXACT));
    at += length;
  }
  await mongoose.connection.collection(collection).insertMany(rows, { ordered: false });
  return rows.length;
}

/** The present row, outside the snapshot; null when it is gone. */
export async function liveRow(collection: string, id: unknown): Promise<Buffer | null> {
  const { db } = mongoose.connection;
  const row = await db?.collection(collection).findOne({ _id: id as mongoose.Types.ObjectId }, { raw: true });
  return row ? rawBytes(row) : null;
}

/** All rows of a collection as they stand now. */
export async function* liveRows(collection: string): AsyncGenerator<Buffer> {
  const rows = mongoose.connection.collection(collection).find({}, { raw: true });
  for await (const row of rows) yield rawBytes(row);
}

/** Whether nothing is in the database yet: a restore writes over nothing. */
export async function databaseHoldsRows(): Promise<boolean> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("the database is not open");
  for (const { name } of await db.listCollections({ type: "collection" }, { nameOnly: true }).toArray())
    if (await db.collection(name).findOne({})) return true;
  return false;
}

/** Undoes a restore into a database that was empty before. */
export const emptyDatabase = async () => void (await mongoose.connection.db?.dropDatabase());
