import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/types.ts";
import { encodeKey } from "../values/key.ts";
import { Catalog } from "./catalog.ts";
import type { Collection, Index } from "./catalog.ts";
import { keysOf } from "./documents.ts";
import type { Connection, Row } from "./sqlite.ts";

/** A badly damaged file could name every row; the first findings say what is wrong. */
const MAX_FINDINGS = 100;

const reason = (error: unknown): string => (error instanceof Error ? error.message : "unknown error");

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** Row by row, so that memory does not grow with the collection. The statement is the check's own. */
const stream = (connection: Connection, sql: string): Iterable<Row> => connection.db.prepare(sql).iterate();

/** What a table of the file is to a client. */
type Names = ReadonlyMap<string, string>;

const namesOf = (collections: readonly Collection[]): Map<string, string> => {
  const names = new Map<string, string>();
  for (const collection of collections) {
    names.set(`c_${collection.id}`, collection.ns);
    for (const index of collection.indexes) names.set(`i_${index.id}`, nameOf(collection, index));
  }
  return names;
};

const nameOf = (collection: Collection, index: Index): string => `${collection.ns} index ${index.name}`;

/** SQLite names trees by their first page and tables by our numbers: says which collection or index that is. */
const translate = (line: string, names: Names, roots: ReadonlyMap<number, string>): string => {
  const text = line.replace("*** in database main ***\n", "");
  const table =
    roots.get(Number(/\bTree (\d+)/.exec(text)?.[1])) ?? /\b(?:sqlite_autoindex_)?([ci]_\d+)/.exec(text)?.[1];
  const owner = table === undefined ? undefined : names.get(table);
  return `${owner ?? (table === undefined ? "file" : `table ${table}`)}: ${text}`;
};

function* ownCheck(connection: Connection, names: Names): Generator<string> {
  const roots = new Map<number, string>();
  try {
    for (const row of connection.all("SELECT tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
      roots.set(Number(row["rootpage"]), String(row["tbl_name"]));
    for (const row of stream(connection, `PRAGMA integrity_check(${MAX_FINDINGS})`)) {
      const line = String(row["integrity_check"]);
      if (line !== "ok") yield translate(line, names, roots);
    }
  } catch (error) {
    yield `file: cannot be checked: ${reason(error)}`;
  }
}

/** One index while its collection is gone through. */
class IndexCheck {
  readonly name: string;
  private readonly connection: Connection;
  private readonly collection: Collection;
  private readonly index: Index;
  /** Entries the documents ask for. */
  private expected = 0;
  private unreadable = false;
  private forgotArrays = false;

  constructor(connection: Connection, collection: Collection, index: Index) {
    this.connection = connection;
    this.collection = collection;
    this.index = index;
    this.name = nameOf(collection, index);
  }

  /** Every entry the document should have is there. */
  *document(row: number, document: Doc): Generator<string> {
    if (this.unreadable) return;
    const { index } = this;
    try {
      const { keys, multikey } = keysOf(index, document, this.collection.ns);
      if (!this.forgotArrays && multikey.some((array, at) => array && index.multikey[at] !== true)) {
        this.forgotArrays = true;
        yield `${this.name}: does not know that documents hold arrays, first at row ${row}`;
      }
      for (const { bytes } of keys.values()) {
        this.expected++;
        if (this.connection.get(`SELECT 1 FROM i_${index.id} WHERE k = ? AND r = ?`, bytes, row) === undefined)
          yield `${this.name}: an entry of the document in row ${row} is missing`;
      }
    } catch (error) {
      this.unreadable = true;
      yield `${this.name}: cannot be read: ${reason(error)}`;
    }
  }

  /** No entry beyond those, and none twice where they are unique. */
  *finish(): Generator<string> {
    if (this.unreadable) return;
    const table = `i_${this.index.id}`;
    try {
      // All entries that should be there are; if the index holds as many in all, it holds nothing else.
      const count = Number(this.connection.get(`SELECT count(*) AS n FROM ${table}`)?.["n"]);
      if (count !== this.expected) yield* this.strangers();
      if (this.index.unique)
        for (const { n, r } of stream(
          this.connection,
          `SELECT count(*) AS n, min(r) AS r FROM ${table} GROUP BY k HAVING count(*) > 1`,
        ))
          yield `${this.name}: ${String(n)} documents share a unique key, first at row ${String(r)}`;
    } catch (error) {
      yield `${this.name}: cannot be read: ${reason(error)}`;
    }
  }

  private *strangers(): Generator<string> {
    const { id } = this.index;
    for (const { k, r, d } of stream(
      this.connection,
      `SELECT i.k AS k, i.r AS r, c.d AS d FROM i_${id} i LEFT JOIN c_${this.collection.id} c ON c.r = i.r ORDER BY i.k, i.r`,
    )) {
      if (d === null) {
        yield `${this.name}: an entry leads to row ${String(r)}, where no document is`;
        continue;
      }
      const document = readable(d);
      // A document that cannot be read has been reported as such.
      if (typeof document === "string") continue;
      const { keys } = keysOf(this.index, document, this.collection.ns);
      if (!isBytes(k) || !keys.some(({ bytes }) => bytes.equals(k)))
        yield `${this.name}: an entry leads to the document in row ${String(r)}, whose key it is not`;
    }
  }
}

/** The document, or why it is none. */
const readable = (bytes: unknown): Doc | string => {
  if (!isBytes(bytes)) return "it is not binary";
  try {
    return decode(bytes);
  } catch (error) {
    return reason(error);
  }
};

function* checkCollection(connection: Connection, collection: Collection): Generator<string> {
  const { ns } = collection;
  const indexes = collection.indexes.map((index) => new IndexCheck(connection, collection, index));
  try {
    for (const { r, k, d } of stream(connection, `SELECT r, k, d FROM c_${collection.id} ORDER BY r`)) {
      const row = Number(r);
      const document = readable(d);
      if (typeof document === "string") {
        yield `${ns}: the document in row ${row} cannot be decoded: ${document}`;
        continue;
      }
      const id = document["_id"];
      if (id === undefined) yield `${ns}: the document in row ${row} has no _id`;
      else if (!isBytes(k) || Buffer.compare(encodeKey(id), k) !== 0)
        yield `${ns} index _id_: the key of row ${row} is not its document's _id`;
      for (const index of indexes) yield* index.document(row, document);
    }
  } catch (error) {
    // What the documents ask for is not known now, so the indexes cannot be held to it.
    yield `${ns}: cannot be read: ${reason(error)}`;
    return;
  }
  for (const index of indexes) yield* index.finish();
}

/** Tables without a collection, and indexes without one: left behind, or their entry in the catalogue is lost. */
function* strays(connection: Connection, names: Names): Generator<string> {
  for (const row of connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    const name = String(row["name"]);
    if (/^[ci]_\d+$/.test(name) && !names.has(name)) yield `table ${name}: belongs to no collection`;
  }
}

function* findings(connection: Connection, only: string | undefined): Generator<string> {
  let collections: Collection[] = [];
  let broken: string | undefined;
  try {
    // As the file has it: the catalogue in memory may hold what an open transaction has not committed.
    collections = new Catalog(connection).list();
  } catch (error) {
    broken = `catalogue: cannot be read: ${reason(error)}`;
  }
  const names = namesOf(collections);
  yield* ownCheck(connection, names);
  if (broken !== undefined) {
    yield broken;
    return;
  }
  if (only === undefined) yield* strays(connection, names);
  for (const collection of collections)
    if (only === undefined || collection.ns === only) yield* checkCollection(connection, collection);
}

/**
 * SQLite's own check of the file, then the logic above it: documents decode, stand under the key of their _id and have
 * exactly their entries in every index. Each finding names collection and index. `only` limits the second part to one
 * collection. An empty list means sound.
 */
export const integrityErrors = (connection: Connection, only?: string): string[] => {
  const out: string[] = [];
  for (const finding of findings(connection, only)) {
    if (out.length === MAX_FINDINGS) {
      out.push("and more, not listed");
      break;
    }
    out.push(finding);
  }
  return out;
};
