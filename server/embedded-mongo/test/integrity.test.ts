import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Double, Long } from "bson";
import { MongoClient } from "mongodb";
import { afterEach, expect, test } from "vitest";
import { encode } from "../src/bson/encode.ts";
import { doc } from "../src/bson/types.ts";
import { startEmbeddedMongo } from "../src/index.ts";
import { encodeTuple } from "../src/values/key.ts";
import { scratch } from "./support.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Row {
  _id: number;
  n: number;
  tags?: unknown;
  at?: Date;
  state?: string;
  pad: string;
}

/** A database with every kind of index, closed; `names` finds the tables of its indexes. */
const database = async (): Promise<{ dataDir: string; file: string }> => {
  const { path: dataDir, remove } = scratch();
  cleanups.push(remove);
  const server = await startEmbeddedMongo({ dataDir });
  const client = await new MongoClient(server.uri).connect();
  const rows = client.db("d").collection<Row>("rows");
  await rows.createIndexes([
    { key: { n: 1 }, unique: true },
    { key: { tags: 1, n: -1 } },
    { key: { "tags.x": -1 }, sparse: true },
    { key: { at: 1 }, expireAfterSeconds: 1_000_000_000 },
    { key: { state: 1 }, name: "booked", unique: true, partialFilterExpression: { state: { $gt: "m" } } },
  ]);
  const tags = [undefined, null, [], ["a", "b", "a"], [{ x: 1 }, { x: [2, 3] }], "plain", { x: new Double(2) }, [[1]]];
  await rows.insertMany(
    Array.from({ length: 200 }, (_, _id) => ({
      _id,
      n: _id,
      tags: tags[_id % tags.length],
      ...(_id % 3 === 0 ? { at: new Date() } : {}),
      state: _id % 50 === 0 ? `x${_id}` : "done",
      pad: "p".repeat(100),
    })),
  );
  await rows.updateMany({ n: { $lt: 60 } }, { $set: { state: "gone" }, $unset: { at: 1 } });
  await rows.updateOne({ n: 75 }, { $set: { state: "zzz" }, $push: { tags: "more" } as never });
  await rows.updateMany({ _id: { $gt: 190 } }, { $set: { tags: Long.fromNumber(7) } });
  await rows.deleteMany({ n: { $gt: 100, $lt: 120 } });
  await client.db("other").collection<{ _id: string }>("empty").createIndex({ a: 1 });
  expect(server.check()).toEqual([]);
  await client.close();
  await server.close();
  return { dataDir, file: join(dataDir, "data.db") };
};

/** Does something to the closed file, then asks both ways of checking. */
const checked = async (
  damage: (db: DatabaseSync, table: (index: string) => string) => void,
): Promise<{ found: string[]; valid: boolean }> => {
  const { dataDir, file } = await database();
  const db = new DatabaseSync(file);
  const table = (name: string) => `i_${String(db.prepare("SELECT id FROM indexes WHERE name = ?").get(name)?.["id"])}`;
  try {
    damage(db, table);
  } finally {
    db.close();
  }
  return check(dataDir);
};

const check = async (dataDir: string): Promise<{ found: string[]; valid: boolean }> => {
  const server = await startEmbeddedMongo({ dataDir });
  const client = await new MongoClient(server.uri).connect();
  try {
    const found = server.check();
    const answer = await client.db("d").command({ validate: "rows" });
    expect(answer["errors"]).toEqual(found);
    return { found, valid: Boolean(answer["valid"]) };
  } finally {
    await client.close();
    await server.close();
  }
};

test("a sound database of every kind of index has no findings", async () => {
  expect(await checked(() => undefined)).toEqual({ found: [], valid: true });
});

test("a removed index entry is found", async () => {
  const { found, valid } = await checked((db, table) => db.exec(`DELETE FROM ${table("n_1")} WHERE r = 6`));
  expect(found).toEqual(["d.rows index n_1: an entry of the document in row 6 is missing"]);
  expect(valid).toBe(false);
});

test("one missing key of an array is found", async () => {
  const { found } = await checked((db, table) =>
    db.prepare(`DELETE FROM ${table("tags_1_n_-1")} WHERE k = ? AND r = 4`).run(encodeTuple(["b", 3], [1, -1])),
  );
  expect(found).toEqual(["d.rows index tags_1_n_-1: an entry of the document in row 4 is missing"]);
});

test("bogus index entries are found: to no document, to a wrong one, of a document the filter leaves out", async () => {
  const { found } = await checked((db, table) => {
    db.prepare(`INSERT INTO ${table("n_1")}(k, r) VALUES (?, 9999)`).run(encodeTuple([5000], [1]));
    db.prepare(`INSERT INTO ${table("tags.x_-1")}(k, r) VALUES (?, 1)`).run(encodeTuple([5000], [-1]));
    db.prepare(`INSERT INTO ${table("booked")}(k, r) VALUES (?, 2)`).run(encodeTuple(["gone"], [1]));
  });
  expect(found).toEqual([
    "d.rows index n_1: an entry leads to row 9999, where no document is",
    "d.rows index tags.x_-1: an entry leads to the document in row 1, whose key it is not",
    "d.rows index booked: an entry leads to the document in row 2, whose key it is not",
  ]);
});

test("a document that has another's unique key is found", async () => {
  const { found } = await checked((db, table) => {
    const copy = doc({ _id: 150, n: 151, state: "done" });
    const row = db.prepare(`SELECT r FROM c_1 WHERE r = 151`).get()?.["r"];
    db.prepare("UPDATE c_1 SET d = ? WHERE r = ?").run(encode(copy), Number(row));
    db.exec(`DELETE FROM ${table("n_1")} WHERE r = 151`);
    db.prepare(`INSERT INTO ${table("n_1")}(k, r) VALUES (?, 151)`).run(encodeTuple([151], [1]));
  });
  expect(found).toContain("d.rows index n_1: 2 documents share a unique key, first at row 151");
});

test("changed bytes of a document are found: its key, its indexes, its BSON", async () => {
  const { found } = await checked((db) => {
    const read = (row: number) =>
      Buffer.from(db.prepare("SELECT d FROM c_1 WHERE r = ?").get(row)?.["d"] as Uint8Array);
    const write = (row: number, bytes: Buffer) => db.prepare("UPDATE c_1 SET d = ? WHERE r = ?").run(bytes, row);
    const id = read(1);
    id.writeInt32LE(777, id.indexOf("_id\0") + 4);
    write(1, id);
    const n = read(2);
    n.writeInt32LE(888, n.indexOf("n\0") + 2);
    write(2, n);
    const length = read(4);
    length.writeInt32LE(5, 0);
    write(4, length);
  });
  expect(found).toContain("d.rows index _id_: the key of row 1 is not its document's _id");
  expect(found).toContain("d.rows index n_1: an entry of the document in row 2 is missing");
  expect(found).toContain("d.rows index n_1: an entry leads to the document in row 2, whose key it is not");
  expect(found.find((line) => line.startsWith("d.rows: the document in row 4 cannot be decoded"))).toBeDefined();
});

test("an index that has forgotten its arrays, and a table nobody owns, are found", async () => {
  const { dataDir, file } = await database();
  const db = new DatabaseSync(file);
  db.exec("UPDATE indexes SET multikey = 0 WHERE name = 'tags.x_-1'; CREATE TABLE c_99(r INTEGER PRIMARY KEY)");
  db.close();
  const server = await startEmbeddedMongo({ dataDir });
  cleanups.push(server.close);
  expect(server.check()).toEqual([
    "table c_99: belongs to no collection",
    "d.rows index tags.x_-1: does not know that documents hold arrays, first at row 5",
  ]);
});

/** Writes over one page of a table and gives what is found. */
const overwritten = async (table: string): Promise<string[]> => {
  const { dataDir, file } = await database();
  const db = new DatabaseSync(file);
  const size = Number(db.prepare("PRAGMA page_size").get()?.["page_size"]);
  const root = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.["rootpage"]);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(size, 0x5a), 0, size, (root - 1) * size);
  closeSync(handle);
  return (await check(dataDir)).found;
};

test("a page that was written over is found, in a collection and in an index", async () => {
  const collection = await overwritten("c_1");
  expect(collection.filter((line) => line.startsWith("d.rows: ")).length).toBeGreaterThanOrEqual(2);
  expect(collection.join("\n")).toContain("d.rows: cannot be read: database disk image is malformed");
  const index = await overwritten("i_4");
  expect(index.join("\n")).toContain("d.rows index at_1: cannot be read: database disk image is malformed");
  expect(index.every((line) => line.startsWith("d.rows index at_1: ") || line.startsWith("file: "))).toBe(true);
});

test("what is found is bounded", async () => {
  const { found } = await checked((db, table) => db.exec(`DELETE FROM ${table("tags_1_n_-1")}`));
  expect(found).toHaveLength(101);
  expect(found.at(-1)).toBe("and more, not listed");
});
