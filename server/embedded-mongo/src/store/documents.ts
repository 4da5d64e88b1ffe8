import { decode } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { Doc, ObjectId, Timestamp, isArray, isDoc, isNumeric, label, typeOf } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { tuplesOf } from "../query/tuples.ts";
import { encodeKey, encodeTuple } from "../values/key.ts";
import { toNumber } from "../values/numbers.ts";
import type { Catalog, Collection, Index } from "./catalog.ts";
import { bytesOf, numberOf } from "./sqlite.ts";
import type { Connection } from "./sqlite.ts";

export const MAX_DOCUMENT = 16 * 1024 * 1024;
/** A result may be this much larger than a document that can be stored; so may a message's documents. */
export const MAX_RESULT = MAX_DOCUMENT + 16 * 1024;

const startsWithId = (bytes: Uint8Array): boolean =>
  bytes[5] === 0x5f && bytes[6] === 0x69 && bytes[7] === 0x64 && bytes[8] === 0;

let stamps = 0;

/** An empty timestamp at the top of a document stands for the moment it is stored, each for one of its own. */
export const withTimestamps = (document: Doc, now: Date): Doc => {
  let empty: string[] | undefined;
  for (const key in document) {
    const value = document[key];
    if (value instanceof Timestamp && value.isZero() && key !== "_id") (empty ??= []).push(key);
  }
  if (empty === undefined) return document;
  const out = Object.assign(new Doc(), document);
  for (const key of empty)
    out[key] = new Timestamp({ t: Math.floor(now.getTime() / 1000), i: (stamps = (stamps % 0x7fffffff) + 1) });
  return out;
};

const show = (value: Value): string => {
  if (typeof value === "string") return `"${value}"`;
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (typeof value === "boolean") return String(value);
  return isNumeric(value) ? String(toNumber(value)) : label(value);
};

export const duplicate = (
  collection: Collection,
  name: string,
  fields: readonly string[],
  directions: readonly number[],
  values: readonly Value[],
): MongoError => {
  const pattern: Record<string, unknown> = {};
  const keyValue: Record<string, unknown> = {};
  fields.forEach((field, at) => {
    pattern[field] = directions[at];
    keyValue[field] = values[at] ?? null;
  });
  const shown = fields.map((field, at) => `${field}: ${show(values[at] ?? null)}`).join(", ");
  return new MongoError(
    "DuplicateKey",
    `E11000 duplicate key error collection: ${collection.ns} index: ${name} dup key: { ${shown} }`,
    {
      keyPattern: pattern,
      keyValue,
    },
  );
};

interface Key {
  bytes: Buffer;
  values: Value[];
}

interface Entries {
  index: Index;
  keys: readonly Key[];
}

/** Bytes as text, so that a set can hold them. */
const nameOf = (bytes: Buffer): string => bytes.toString("latin1");

/** Those that are not among the others. */
const without = (keys: readonly Key[], others: readonly Key[]): Key[] => {
  const names = new Set(others.map(({ bytes }) => nameOf(bytes)));
  return keys.filter(({ bytes }) => !names.has(nameOf(bytes)));
};

const NO_KEYS = { keys: [], multikey: [] } as const;

/** The entries a document has in an index, each once, and which of the fields went through an array. */
export const keysOf = (
  index: Index,
  document: Doc,
  ns: string,
): { keys: readonly Key[]; multikey: readonly boolean[] } => {
  if (index.partialMatch !== undefined && !index.partialMatch(document)) return NO_KEYS;
  const tuples = tuplesOf(
    document,
    index.paths,
    () => new MongoError("CannotIndexParallelArrays", `cannot index parallel arrays in index ${index.name} of ${ns}`),
  );
  if (index.sparse && !tuples.exists) return NO_KEYS;
  const keys = tuples.list.map((values) => ({ bytes: encodeTuple(values, index.directions), values }));
  const { multikey } = tuples;
  if (keys.length < 2) return { keys, multikey };
  return { keys: [...new Map(keys.map((key) => [nameOf(key.bytes), key])).values()], multikey };
};

const entriesOf = (index: Index, document: Doc, catalog: Catalog, collection: Collection): Entries => {
  const { keys, multikey } = keysOf(index, document, collection.ns);
  if (multikey.includes(true)) catalog.markMultikey(index, multikey);
  return { index, keys };
};

/** A name that starts with a dollar and is no part of a reference, at any depth. */
const dollarName = (value: Value): string | undefined => {
  if (isArray(value)) return value.map(dollarName).find((name) => name !== undefined);
  if (!isDoc(value)) return undefined;
  const reference = "$ref" in value && "$id" in value;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith("$") && !(reference && ["$ref", "$id", "$db"].includes(name))) return name;
    const found = dollarName(inner);
    if (found !== undefined) return found;
  }
  return undefined;
};

const checkId = (id: Value): void => {
  const name = dollarName(id);
  if (name !== undefined)
    throw new MongoError(
      "DollarPrefixedFieldName",
      `_id fields may not contain '$'-prefixed fields: The dollar ($) prefixed field '${name}' is not valid for storage.`,
    );
  if (id === undefined || isArray(id) || typeOf(id) === "regex")
    throw new MongoError("InvalidIdField", `The '_id' value cannot be of type ${typeOf(id)}`);
};

interface Prepared {
  document: Doc;
  bytes: Uint8Array;
}

const newIdentity = (): Doc => {
  const out = new Doc();
  out["_id"] = new ObjectId();
  return out;
};

/**
 * Gives a document its _id and puts it first, which is where readers and the key encoder expect it. What cannot be stored
 * is refused here, before a collection is made for it.
 */
export const prepareInsert = (sent: Doc, now: Date, bytes?: Uint8Array): Prepared => {
  const stamped = withTimestamps(sent, now);
  const document = stamped["_id"] === undefined ? Object.assign(newIdentity(), stamped) : stamped;
  checkId(document["_id"]);
  const kept = document === sent && bytes !== undefined && startsWithId(bytes) ? bytes : encode(document);
  if (kept.length > MAX_DOCUMENT) throw tooLarge(kept.length);
  return { document, bytes: kept };
};

/** Writes documents and keeps every index in step; runs inside a SQLite transaction that the engine holds. */
export class Documents {
  private readonly connection: Connection;
  private readonly catalog: Catalog;

  constructor(connection: Connection, catalog: Catalog) {
    this.connection = connection;
    this.catalog = catalog;
  }

  /** `bytes` are the document's BSON with _id first. */
  insert(collection: Collection, document: Doc, bytes: Uint8Array): void {
    const entries = collection.indexes.map((index) => entriesOf(index, document, this.catalog, collection));
    // All checks come before the first write, so that a refused document leaves nothing behind.
    for (const entry of entries) this.checkUnique(collection, entry, undefined);
    const { changes, rowid } = this.connection.run(
      `INSERT INTO c_${collection.id}(k, d) VALUES (?, ?) ON CONFLICT DO NOTHING`,
      encodeKey(document["_id"]),
      bytes,
    );
    if (changes === 0) throw duplicate(collection, "_id_", ["_id"], [1], [document["_id"]]);
    for (const { index, keys } of entries)
      for (const { bytes: key } of keys)
        this.connection.run(`INSERT INTO i_${index.id}(k, r) VALUES (?, ?)`, key, rowid);
  }

  /** True when the bytes changed. */
  update(collection: Collection, row: number, before: Doc, beforeBytes: Uint8Array, after: Doc): boolean {
    const bytes = encode(after);
    if (Buffer.compare(bytes, beforeBytes) === 0) return false;
    if (bytes.length > MAX_DOCUMENT) throw tooLarge(bytes.length);
    const changes = collection.indexes.map((index) => ({
      old: entriesOf(index, before, this.catalog, collection),
      next: entriesOf(index, after, this.catalog, collection),
    }));
    for (const { next } of changes) this.checkUnique(collection, next, row);
    this.connection.run(`UPDATE c_${collection.id} SET d = ? WHERE r = ?`, bytes, row);
    for (const { old, next } of changes) {
      const id = next.index.id;
      for (const { bytes: key } of without(old.keys, next.keys))
        this.connection.run(`DELETE FROM i_${id} WHERE k = ? AND r = ?`, key, row);
      for (const { bytes: key } of without(next.keys, old.keys))
        this.connection.run(`INSERT INTO i_${id}(k, r) VALUES (?, ?)`, key, row);
    }
    return true;
  }

  delete(collection: Collection, row: number, document: Doc): void {
    for (const index of collection.indexes)
      for (const { bytes } of entriesOf(index, document, this.catalog, collection).keys)
        this.connection.run(`DELETE FROM i_${index.id} WHERE k = ? AND r = ?`, bytes, row);
    this.connection.run(`DELETE FROM c_${collection.id} WHERE r = ?`, row);
  }

  private checkUnique(collection: Collection, { index, keys }: Entries, self: number | undefined): void {
    if (!index.unique) return;
    for (const { bytes, values } of keys) {
      const rows = this.connection.all(`SELECT r FROM i_${index.id} WHERE k = ? LIMIT 2`, bytes);
      if (rows.some((row) => numberOf(row["r"]) !== self))
        throw duplicate(collection, index.name, index.fields, index.directions, values);
    }
  }

  /** Fills a new index from the documents that are there, in steps that bound memory. */
  build(collection: Collection, index: Index): void {
    let last = 0;
    for (;;) {
      const rows = this.connection.all(`SELECT r, d FROM c_${collection.id} WHERE r > ? ORDER BY r LIMIT 500`, last);
      for (const row of rows) {
        last = numberOf(row["r"]);
        const entry = entriesOf(index, decode(bytesOf(row["d"])), this.catalog, collection);
        this.checkUnique(collection, entry, last);
        for (const { bytes } of entry.keys)
          this.connection.run(`INSERT INTO i_${index.id}(k, r) VALUES (?, ?)`, bytes, last);
      }
      if (rows.length < 500) return;
    }
  }
}

const tooLarge = (size: number) =>
  new MongoError("BSONObjectTooLarge", `object to insert too large. size in bytes: ${size}, max size: ${MAX_DOCUMENT}`);
