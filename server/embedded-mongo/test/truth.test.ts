import { Long, UUID, serialize, setInternalBufferSize } from "bson";
import type { Document } from "mongodb";
import { describe, expect, test } from "vitest";
import { crc32c } from "../src/server/crc32c.ts";
import { failure } from "./codes.ts";
import { oneServer } from "./one-server.ts";
import { RawClient, message } from "./raw-client.ts";

/** Inputs that were once accepted and quietly stored or answered as something else, though no driver sends them. */
setInternalBufferSize(20 * 1024 * 1024);

const { held, fresh, send, codeOf } = oneServer();

describe("statements", () => {
  test("a delete says how many it means, and no more than one or all", async () => {
    const c = fresh();
    await c.insertMany([{}, {}, {}]);
    const remove = (statement: Document) => codeOf({ delete: c.collectionName, deletes: [{ q: {}, ...statement }] });
    expect(await remove({})).toBe(40414);
    for (const limit of [2, -1, 0.5]) expect([limit, await remove({ limit })]).toEqual([limit, 9]);
    expect(await remove({ limit: "1" })).toBe(14);
    expect(await remove({ limit: 1, multi: true })).toBe(40415);
    expect(await c.countDocuments()).toBe(3);
    expect(await remove({ limit: 1 })).toBe("ok");
    expect(await c.countDocuments()).toBe(2);
  });

  test("an update's statement is held to its fields", async () => {
    const c = fresh();
    await c.insertOne({ a: 1 });
    const update = (statement: Document) =>
      codeOf({ update: c.collectionName, updates: [{ q: {}, u: { $set: { a: 2 } }, ...statement }] });
    expect(await update({ nonsense: 1 })).toBe(40415);
    for (const wrong of [
      { multi: 1 },
      { upsert: "true" },
      { q: 1 },
      { hint: 1 },
      { collation: "en" },
      { arrayFilters: {} },
    ])
      expect([wrong, await update(wrong)]).toEqual([wrong, 14]);
    expect(await codeOf({ update: c.collectionName, updates: [{ q: {} }] })).toBe(40414);
    expect(await codeOf({ update: c.collectionName, updates: [1] })).toBe(14);
    expect(await update({ sort: { a: 1 }, multi: true })).toBe(9);
    expect(await c.countDocuments({ a: 1 })).toBe(1);
  });

  test("findAndModify refuses what cannot be meant together", async () => {
    const c = fresh();
    await c.insertOne({ a: 1 });
    const modify = (options: Document) => codeOf({ findAndModify: c.collectionName, query: {}, ...options });
    for (const options of [
      {},
      { update: null },
      { update: "x" },
      { remove: true, update: { $set: { a: 1 } } },
      { remove: true, new: true },
      { remove: true, upsert: true },
      { remove: true, arrayFilters: [] },
      { update: [{ $set: { a: 1 } }], arrayFilters: [{ x: 1 }] },
      { update: { a: 2 }, arrayFilters: [{ x: 1 }] },
      { update: { $set: { a: 2 } }, new: true, fields: { "a.$": 1 } },
    ])
      expect([options, await modify(options)]).toEqual([options, 9]);
    expect(await c.countDocuments({ a: 1 })).toBe(1);
  });

  test("bulkWrite is held to its fields, its namespaces and its cursor", async () => {
    const c = fresh();
    const bulk = (operation: unknown, more: Document = {}) =>
      codeOf({ bulkWrite: 1, ops: [operation], nsInfo: [{ ns: `d.${c.collectionName}` }], $db: "admin", ...more });
    const document = { insert: 0, document: {} };
    expect(await bulk(5)).toBe(14);
    expect(await bulk({ replace: 0 })).toBe(40415);
    expect(await bulk({ insert: 0 })).toBe(40414);
    expect(await bulk({ insert: 1, document: {} })).toBe(2);
    expect(await bulk({ insert: 0, document: 1 })).toBe(14);
    expect(await bulk({ update: 0, filter: {}, updateMods: { $set: { a: 1 } }, multi: "x" })).toBe(14);
    expect(await bulk({ delete: 0, filter: {}, limit: 1 })).toBe(40415);
    expect(await bulk(document, { nsInfo: [{ ns: "d.x", more: 1 }] })).toBe(40415);
    expect(await bulk(document, { nsInfo: [{ ns: "d.x" }, { ns: "d.x" }] })).toBe(2);
    expect(await bulk(document, { nsInfo: [{ ns: "nodot" }] })).toBe(73);
    expect(await bulk(document, { nsInfo: [{ ns: "d.system.x" }] })).toBe(73);
    expect(await bulk(document, { ops: [] })).toBe(72);
    expect(await bulk(document, { cursor: { batchSize: 1, more: 1 } })).toBe(40415);
    expect(await c.countDocuments()).toBe(0);
    const reply = await send({
      bulkWrite: 1,
      ops: [document, document, document],
      nsInfo: [{ ns: `d.${c.collectionName}` }],
      cursor: { batchSize: 2 },
      $db: "admin",
    });
    expect(reply).toMatchObject({ nInserted: 3, cursor: { firstBatch: [{ idx: 0 }, { idx: 1 }] } });
    const more = await send({
      getMore: Long.fromString(String(reply?.["cursor"].id)),
      collection: "$cmd.bulkWrite",
      $db: "admin",
    });
    expect(more?.["cursor"].nextBatch).toMatchObject([{ idx: 2 }]);
  });

  test("a write that may be sent again touches one document per statement", async () => {
    const c = fresh();
    await c.insertMany([{}, {}]);
    const retried = (body: Document) => codeOf({ ...body, lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1) });
    const updates = [{ q: {}, u: { $set: { a: 1 } }, multi: true }];
    expect(await retried({ update: c.collectionName, updates })).toBe(72);
    expect(await retried({ delete: c.collectionName, deletes: [{ q: {}, limit: 0 }] })).toBe(72);
    expect(await c.countDocuments({ a: { $exists: false } })).toBe(2);
  });
});

describe("numbers of documents", () => {
  test("a negative limit, skip or batch is refused; count takes a limit's size", async () => {
    const c = fresh();
    await c.insertMany([{}, {}, {}]);
    const find = { find: c.collectionName };
    for (const field of ["limit", "skip", "batchSize"]) expect(await codeOf({ ...find, [field]: -1 })).toBe(51024);
    for (const field of ["limit", "skip", "batchSize"]) expect(await codeOf({ ...find, [field]: 1.5 })).toBe(14);
    expect(await codeOf({ aggregate: c.collectionName, pipeline: [], cursor: { batchSize: -1 } })).toBe(51024);
    expect(await codeOf({ aggregate: c.collectionName, pipeline: [], cursor: { nonsense: 1 } })).toBe(40415);
    expect(await send({ count: c.collectionName, limit: -2 })).toMatchObject({ n: 2 });
    expect(await codeOf({ count: c.collectionName, skip: -1 })).toBe(51024);
    expect(await codeOf({ getMore: 5, collection: c.collectionName })).toBe(14);
    expect(await codeOf({ killCursors: c.collectionName, cursors: [5] })).toBe(14);
    const cursor = (await send({ ...find, batchSize: 1 }))?.["cursor"];
    const more = { getMore: Long.fromString(String(cursor.id)), collection: c.collectionName };
    expect(await codeOf({ ...more, maxTimeMS: 1000 })).toBe(2);
    expect(await send(more)).toMatchObject({ cursor: { nextBatch: [{}, {}] } });
  });

  test("lists of collections and indexes come in the batches that were asked for", async () => {
    const db = held.client.db("lists");
    for (const name of ["a", "b", "c"]) await db.createCollection(name);
    await db.collection("a").createIndexes([{ key: { x: 1 } }, { key: { y: 1 } }]);
    for (const [ask, collection] of [
      [{ listCollections: 1 }, "$cmd.listCollections"],
      [{ listIndexes: "a" }, "a"],
    ] as const) {
      const first = await send({ ...ask, cursor: { batchSize: 2 }, $db: "lists" });
      expect(first?.["cursor"].firstBatch).toHaveLength(2);
      const getMore = Long.fromString(String(first?.["cursor"].id));
      const rest = await send({ getMore, collection, $db: "lists" });
      expect(rest?.["cursor"]).toMatchObject({ nextBatch: [{}], id: expect.toSatisfy((id) => String(id) === "0") });
    }
    expect(await codeOf({ listCollections: 1, cursor: { nonsense: 1 } })).toBe(40415);
  });

  test("options of find that are not carried out are refused", async () => {
    const find = { find: "nothing" };
    for (const option of ["tailable", "awaitData", "returnKey", "showRecordId", "oplogReplay", "noCursorTimeout"])
      expect([option, await codeOf({ ...find, [option]: true })]).toEqual([option, 238]);
    for (const option of ["min", "max"]) expect(await codeOf({ ...find, [option]: { a: 1 } })).toBe(238);
    expect(await codeOf({ ...find, sort: { $natural: 1 } })).toBe(238);
    expect(await codeOf({ dbStats: 1, freeStorage: 1 })).toBe(238);
    expect(await codeOf({ dbStats: 1, scale: 0 })).toBe(51024);
    expect(await codeOf({ killSessions: [] })).toBe(238);
    expect(await codeOf({ explain: { find: "c", nonsense: 1 } })).toBe(40415);
    expect(await codeOf({ explain: { find: "c" }, verbosity: "nosuch" })).toBe(2);
    expect(await codeOf({ explain: { aggregate: "c", pipeline: [], cursor: {} } })).toBe(238);
  });
});

describe("sizes", () => {
  const half = "x".repeat(9 * 1024 * 1024);

  test("a document beyond 16 MB comes out of no aggregate, projection or list of values", async () => {
    const c = fresh();
    await c.insertOne({ _id: 1 as never, a: half });
    const doubled = { a: "$a", b: "$a" };
    expect(await failure(c.aggregate([{ $project: doubled }]).toArray())).toBe(10334);
    expect(await failure(c.aggregate([{ $group: { _id: 1, all: { $push: doubled } } }]).toArray())).toBe(10334);
    expect(await failure(c.findOne({}, { projection: doubled }))).toBe(10334);
    expect(await failure(c.aggregate([{ $set: { b: "$a" } }, { $out: "toobig" }]).toArray())).toBe(10334);
    expect(await failure(c.aggregate([{ $set: { b: "$a" } }, { $merge: "toobig" }]).toArray())).toBe(10334);
    await c.insertOne({ _id: 2 as never, a: `${half}y` });
    expect(await failure(c.distinct("a"))).toBe(17217);
    expect(await held.client.db("d").listCollections({ name: "toobig" }).toArray()).toEqual([]);
    await c.drop();
  });

  test("no way of writing makes a document beyond 16 MB", async () => {
    const c = fresh();
    await c.insertOne({ _id: 1 as never, a: half });
    const grow = [{ $set: { b: "$a" } }];
    expect(await failure(c.updateOne({}, { $set: { b: half } }))).toBe(10334);
    expect(await failure(c.updateOne({}, { $push: { b: half as never } }))).toBe(10334);
    expect(await failure(c.updateOne({}, grow))).toBe(10334);
    expect(await failure(c.findOneAndUpdate({}, { $set: { b: half } }))).toBe(10334);
    expect(await failure(c.updateOne({ k: half }, [{ $set: { b: "$k" } }], { upsert: true }))).toBe(10334);
    expect(await c.countDocuments({ b: { $exists: true } })).toBe(0);
    await c.drop();
  });

  test("a command or a document of a sequence beyond 16 MB is refused", async () => {
    const big = { data: Buffer.alloc(17 * 1024 * 1024) };
    expect(await codeOf({ insert: "big", documents: [big] })).toBe(10334);
    const body = serialize({ insert: "big", $db: "d" });
    const sequence = Buffer.from(serialize(big));
    const size = Buffer.alloc(4);
    size.writeInt32LE(4 + "documents\0".length + sequence.length, 0);
    held.wire.write(message(Buffer.concat([body, Buffer.of(1), size, Buffer.from("documents\0"), sequence])));
    expect(await held.wire.reply()).toMatchObject({ ok: 0, code: 10334 });
  });
});

describe("names", () => {
  test("collections of the system are written and made in no way", async () => {
    await held.client.db("d").collection("plain").insertOne({ a: 1 });
    const statement = { q: {}, u: { $set: { a: 1 } }, upsert: true };
    for (const body of [
      { insert: "system.x", documents: [{}] },
      { update: "system.x", updates: [statement] },
      { delete: "system.x", deletes: [{ q: {}, limit: 0 }] },
      { findAndModify: "system.x", update: { a: 1 }, upsert: true },
      { create: "system.x" },
      { createIndexes: "system.x", indexes: [{ key: { a: 1 }, name: "a" }] },
      { renameCollection: "d.plain", to: "d.system.x", $db: "admin" },
      { aggregate: "plain", pipeline: [{ $out: "system.x" }], cursor: {} },
      { aggregate: "plain", pipeline: [{ $merge: "system.x" }], cursor: {} },
      { bulkWrite: 1, ops: [{ insert: 0, document: {} }], nsInfo: [{ ns: "d.system.x" }], $db: "admin" },
    ])
      expect([body, await codeOf(body)]).toEqual([body, 73]);
    expect(await codeOf({ find: "system.x" })).toBe("ok");
  });

  test("names that MongoDB would not take are refused", async () => {
    for (const $db of ["", "a b", "a.b", "a/b", "a$b", "x".repeat(64)])
      expect([$db, await codeOf({ insert: "c", documents: [{}], $db })]).toEqual([$db, 73]);
    expect(await codeOf({ insert: "x".repeat(255), documents: [{}] })).toBe(73);
    expect(await codeOf({ renameCollection: "d.plain", to: "nodot", $db: "admin" })).toBe(73);
    expect(await codeOf({ insert: "c", documents: [{}], $db: "CaseA" })).toBe("ok");
    expect(await codeOf({ insert: "c", documents: [{}], $db: "casea" })).toBe(13297);
    expect((await held.wire.send({ ping: 1 }))?.["code"]).toBe(40571);
  });
});

describe("messages", () => {
  const PING = serialize({ ping: 1, $db: "admin" });
  const withChecksum = (checksum: (bytes: Buffer) => number): Buffer => {
    const bytes = Buffer.from(message(PING, { flags: 1, lie: 4 }));
    const end = Buffer.alloc(4);
    end.writeUInt32LE(checksum(bytes), 0);
    return Buffer.concat([bytes, end]);
  };

  test("a checksum is checked", async () => {
    expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
    held.wire.write(withChecksum((bytes) => crc32c(bytes)));
    expect(await held.wire.reply()).toMatchObject({ ok: 1 });
    const other = await RawClient.connect(held.server.socketPath);
    other.write(withChecksum((bytes) => crc32c(bytes) ^ 1));
    expect(await other.reply()).toBeUndefined();
  });

  test("a sequence the command does not take, or gives twice, is refused", async () => {
    const sequence = (name: string) => {
      const document = serialize({ a: 1 });
      const size = Buffer.alloc(4);
      size.writeInt32LE(4 + name.length + 1 + document.length, 0);
      return Buffer.concat([Buffer.of(1), size, Buffer.from(`${name}\0`), document]);
    };
    const ask = async (body: Document, name: string) => {
      held.wire.write(message(Buffer.concat([serialize({ ...body, $db: "d" }), sequence(name)])));
      return (await held.wire.reply())?.["code"] ?? "ok";
    };
    expect(await ask({ insert: "seq" }, "documents")).toBe("ok");
    expect(await ask({ insert: "seq" }, "updates")).toBe(40415);
    expect(await ask({ insert: "seq", documents: [{}] }, "documents")).toBe(40433);
    expect(await ask({ find: "seq" }, "documents")).toBe(40415);
    expect(await ask({ find: "seq" }, "filter")).toBe(40415);
    expect(await ask({ hello: 1 }, "documents")).toBe(40415);
  });

  test("OP_QUERY is for the greeting alone", async () => {
    const query = (body: Document) => {
      const head = Buffer.concat([Buffer.alloc(4), Buffer.from("admin.$cmd\0"), Buffer.from([0, 0, 0, 0, 1, 0, 0, 0])]);
      const bytes = Buffer.concat([Buffer.alloc(16), head, serialize(body)]);
      bytes.writeInt32LE(bytes.length, 0);
      bytes.writeInt32LE(2004, 12);
      return bytes;
    };
    const legacy = await RawClient.connect(held.server.socketPath);
    const codeIn = async (body: Document) => {
      legacy.write(query(body));
      // A reply of the old kind begins further on; its document ends it.
      return (await legacy.replyText()).includes("Unsupported OP_QUERY command");
    };
    expect(await codeIn({ isMaster: 1 })).toBe(false);
    expect(await codeIn({ insert: "c", documents: [{}] })).toBe(true);
    legacy.close();
  });
});
