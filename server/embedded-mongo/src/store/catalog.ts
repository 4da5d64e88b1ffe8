import { decode } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { Doc, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import type { Matcher } from "../query/match.ts";
import { truthy } from "../query/predicates.ts";
import { toNumber } from "../values/numbers.ts";
import { isNumeric } from "../bson/types.ts";
import { bytesOf, numberOf, textOf } from "./sqlite.ts";
import type { Connection } from "./sqlite.ts";

export interface Index {
  id: number;
  name: string;
  /** As listIndexes shows it. */
  spec: Doc;
  fields: string[];
  paths: string[][];
  directions: (1 | -1)[];
  unique: boolean;
  sparse: boolean;
  partial: Doc | undefined;
  partialMatch: Matcher | undefined;
  expireAfterSeconds: number | undefined;
  /** Which fields hold an array in some document, ever. */
  multikey: boolean[];
}

export interface Collection {
  id: number;
  db: string;
  name: string;
  ns: string;
  options: Doc;
  indexes: Index[];
  /** Made by a transaction that has not committed. */
  pending: boolean;
}

const makeIndex = (id: number, spec: Doc, mask: number): Index => {
  const key = spec["key"];
  if (!isDoc(key)) throw new Error("index without key in the catalogue");
  const fields = Object.keys(key);
  const partial = spec["partialFilterExpression"];
  const expires = spec["expireAfterSeconds"];
  return {
    id,
    name: textOf(spec["name"]),
    spec,
    fields,
    paths: fields.map((field) => field.split(".")),
    directions: fields.map((field) => {
      const direction = key[field];
      return isNumeric(direction) && toNumber(direction) < 0 ? -1 : 1;
    }),
    unique: truthy(spec["unique"]),
    sparse: truthy(spec["sparse"]),
    partial: isDoc(partial) ? partial : undefined,
    partialMatch: isDoc(partial) ? compileFilter(partial) : undefined,
    expireAfterSeconds: isNumeric(expires) ? toNumber(expires) : undefined,
    multikey: fields.map((_, field) => (mask & (1 << field)) !== 0),
  };
};

/** All collections and indexes, kept in memory and written through. */
export class Catalog {
  private readonly connection: Connection;
  private collections = new Map<string, Collection>();
  /** Set when memory may hold what a rollback takes back. */
  private dirty = false;

  constructor(connection: Connection) {
    this.connection = connection;
    this.load();
  }

  private load(): void {
    this.collections = new Map();
    const byId = new Map<number, Collection>();
    for (const row of this.connection.all("SELECT id, db, name, options FROM collections ORDER BY id")) {
      const [db, name] = [textOf(row["db"]), textOf(row["name"])];
      const collection: Collection = {
        id: numberOf(row["id"]),
        db,
        name,
        ns: `${db}.${name}`,
        options: decode(bytesOf(row["options"])),
        indexes: [],
        pending: false,
      };
      this.collections.set(collection.ns, collection);
      byId.set(collection.id, collection);
    }
    for (const row of this.connection.all("SELECT id, collection, spec, multikey FROM indexes ORDER BY id")) {
      const index = makeIndex(numberOf(row["id"]), decode(bytesOf(row["spec"])), numberOf(row["multikey"]));
      byId.get(numberOf(row["collection"]))?.indexes.push(index);
    }
    this.dirty = false;
  }

  /** Reads back what the file holds. After a part of a transaction only, the rest may still be rolled back. */
  rolledBack(whole: boolean): void {
    if (!this.dirty) return;
    this.connection.forget();
    this.load();
    this.dirty = !whole;
  }

  committed(): void {
    if (this.dirty) for (const collection of this.collections.values()) collection.pending = false;
    this.dirty = false;
  }

  find(ns: string): Collection | undefined {
    return this.collections.get(ns);
  }

  list(db?: string): Collection[] {
    return [...this.collections.values()].filter((collection) => db === undefined || collection.db === db);
  }

  /** Databases whose names differ only by case would be one directory on some systems; MongoDB keeps to one of them. */
  private checkCase(db: string): void {
    const other = this.list().find((one) => one.db !== db && one.db.toLowerCase() === db.toLowerCase());
    if (other !== undefined)
      throw new MongoError(
        13297,
        `db already exists with different case already have: [${other.db}] trying to create [${db}]`,
      );
  }

  create(db: string, name: string, options = new Doc()): Collection {
    this.checkCase(db);
    this.dirty = true;
    const { rowid } = this.connection.run(
      "INSERT INTO collections(db, name, options) VALUES (?, ?, ?)",
      db,
      name,
      encode(options),
    );
    this.connection.exec(`CREATE TABLE c_${rowid}(r INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, d BLOB NOT NULL)`);
    const collection: Collection = { id: rowid, db, name, ns: `${db}.${name}`, options, indexes: [], pending: true };
    this.collections.set(collection.ns, collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.dirty = true;
    for (const index of collection.indexes) this.dropIndex(collection, index);
    this.connection.run("DELETE FROM collections WHERE id = ?", collection.id);
    this.connection.forget();
    this.connection.exec(`DROP TABLE c_${collection.id}`);
    this.collections.delete(collection.ns);
  }

  rename(collection: Collection, db: string, name: string): void {
    this.checkCase(db);
    this.dirty = true;
    this.connection.run("UPDATE collections SET db = ?, name = ? WHERE id = ?", db, name, collection.id);
    this.collections.delete(collection.ns);
    const renamed = { ...collection, db, name, ns: `${db}.${name}` };
    this.collections.set(renamed.ns, renamed);
  }

  addIndex(collection: Collection, spec: Doc): Index {
    this.dirty = true;
    const { rowid } = this.connection.run(
      "INSERT INTO indexes(collection, name, spec) VALUES (?, ?, ?)",
      collection.id,
      textOf(spec["name"]),
      encode(spec),
    );
    this.connection.exec(
      `CREATE TABLE i_${rowid}(k BLOB NOT NULL, r INTEGER NOT NULL, PRIMARY KEY(k, r)) WITHOUT ROWID`,
    );
    const index = makeIndex(rowid, spec, 0);
    collection.indexes.push(index);
    return index;
  }

  dropIndex(collection: Collection, index: Index): void {
    this.dirty = true;
    this.connection.run("DELETE FROM indexes WHERE id = ?", index.id);
    this.connection.forget();
    this.connection.exec(`DROP TABLE i_${index.id}`);
    collection.indexes = collection.indexes.filter((other) => other !== index);
  }

  markMultikey(index: Index, multikey: readonly boolean[]): void {
    let mask = 0;
    let changed = false;
    for (let field = 0; field < multikey.length; field++) {
      if (multikey[field] === true && index.multikey[field] !== true) {
        index.multikey[field] = true;
        changed = true;
      }
      if (index.multikey[field] === true) mask |= 1 << field;
    }
    if (!changed) return;
    this.dirty = true;
    this.connection.run("UPDATE indexes SET multikey = ? WHERE id = ?", mask, index.id);
  }
}

const RESERVED = /[\0$]/;
const MAX_DATABASE = 63;

export const isDatabaseName = (db: string): boolean =>
  db !== "" && Buffer.byteLength(db) <= MAX_DATABASE && !/[/\\. "$\0]/.test(db);

export const checkNamespace = (db: string, name: Value): string => {
  if (typeof name !== "string") throw new MongoError("InvalidNamespace", "collection name has invalid type");
  if (
    !isDatabaseName(db) ||
    name === "" ||
    name.startsWith(".") ||
    RESERVED.test(name) ||
    Buffer.byteLength(`${db}.${name}`) > 255
  )
    throw new MongoError("InvalidNamespace", `Invalid namespace specified '${db}.${name}'`);
  return name;
};

/** The same for what is to be written or made: MongoDB keeps `system.` for itself, and names of databases apart by more than case. */
export const checkWritable = (db: string, name: Value): string => {
  const checked = checkNamespace(db, name);
  if (checked.startsWith("system."))
    throw new MongoError("InvalidNamespace", `cannot write to '${db}.${checked}': system collections are reserved`);
  return checked;
};
