import { Long, UUID, serialize } from "bson";
import { MongoClient, MongoServerError } from "mongodb";
import type { Document } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";
import { RawClient, message } from "./raw-client.ts";

/** Faults that a second reader found in the finished package, each kept from coming back. */
let server: EmbeddedMongo;
let client: MongoClient;
beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: ":memory:" });
  client = await new MongoClient(server.uri).connect();
});
afterAll(async () => {
  await client.close();
  await server.close();
});

let collections = 0;
const fresh = () => client.db("d").collection<Document>(`c${collections++}`);
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof MongoServerError ? error.code : error),
  );

test("a cursor whose collection is dropped fails instead of ending early", async () => {
  for (const sort of [undefined, { b: 1 }] as const) {
    const c = fresh();
    await c.insertMany(Array.from({ length: 500 }, (_, n) => ({ n, b: -n })));
    const cursor = c.find({}, { batchSize: 2, ...(sort === undefined ? {} : { sort }) });
    await cursor.next();
    await c.drop();
    expect(await codeOf(cursor.toArray())).toBe(175);
  }
  const never = fresh();
  await never.insertOne({});
  const opened = await client.db("d").command({ find: never.collectionName, batchSize: 0 });
  await never.drop();
  expect(await codeOf(client.db("d").command({ getMore: opened["cursor"].id, collection: never.collectionName }))).toBe(
    175,
  );
});

test("a cursor whose index is dropped fails instead of ending early", async () => {
  const c = fresh();
  await c.createIndex({ n: 1 });
  await c.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
  const cursor = c.find({ n: { $gte: 0 } }, { batchSize: 2, hint: { n: 1 } });
  await cursor.next();
  await c.dropIndex("n_1");
  expect(await codeOf(cursor.toArray())).toBe(175);
});

test("a cursor belongs to its session", async () => {
  const c = fresh();
  await c.insertMany([{}, {}, {}]);
  const wire = await RawClient.connect(server.socketPath);
  const find = (lsid?: UUID) =>
    wire.send({
      find: c.collectionName,
      batchSize: 1,
      $db: "d",
      ...(lsid === undefined ? {} : { lsid: { id: lsid } }),
    });
  const more = (id: unknown, lsid?: UUID) =>
    wire.send({
      getMore: Long.fromString(String(id)),
      collection: c.collectionName,
      $db: "d",
      ...(lsid === undefined ? {} : { lsid: { id: lsid } }),
    });
  const [mine, other] = [new UUID(), new UUID()];
  const owned = (await find(mine))?.["cursor"].id;
  expect(await more(owned)).toMatchObject({ code: 50737 });
  expect(await more(owned, other)).toMatchObject({ code: 50738 });
  expect(await more(owned, mine)).toMatchObject({ ok: 1 });
  const free = (await find())?.["cursor"].id;
  expect(await more(free, mine)).toMatchObject({ code: 50736 });
  expect(await more(free)).toMatchObject({ ok: 1 });
  wire.close();
});

test("maxTimeMS counts the server's work, not the client's pauses between batches", async () => {
  const c = fresh();
  await c.insertMany(Array.from({ length: 600 }, (_, n) => ({ n })));
  const cursor = c.find({}, { batchSize: 5, maxTimeMS: 1000 });
  await cursor.next();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect((await cursor.toArray()).length).toBe(599);
});

test("an error of a bulkWrite command ends its transaction", async () => {
  const c = fresh();
  await c.insertOne({ _id: 1 as never });
  const session = client.startSession();
  session.startTransaction();
  const namespace = `d.${c.collectionName}`;
  await client
    .bulkWrite(
      [
        { namespace, name: "insertOne", document: { _id: 2 as never } },
        { namespace, name: "insertOne", document: { _id: 1 as never } },
      ],
      { session },
    )
    .catch(() => undefined);
  expect(await codeOf(session.commitTransaction())).toBe(251);
  await session.endSession();
  expect(await c.distinct("_id")).toEqual([1]);
});

test("drop says how many indexes there were", async () => {
  const c = fresh();
  await c.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }]);
  expect(await client.db("d").command({ drop: c.collectionName })).toMatchObject({ nIndexesWas: 3 });
});

test("an upsert takes over null and subdocuments from its filter", async () => {
  const c = fresh();
  await c.updateOne({ _id: 1 as never, a: { $eq: null }, b: { pattern: "x" } }, { $set: { n: 1 } }, { upsert: true });
  expect(await c.findOne()).toEqual({ _id: 1, a: null, b: { pattern: "x" }, n: 1 });
});

test("a partial TTL index on its own field removes only what its filter holds", async () => {
  const c = fresh();
  await c.createIndex(
    { at: 1 },
    { expireAfterSeconds: 60, partialFilterExpression: { at: { $gte: new Date("2020-01-01") } } },
  );
  await c.insertMany([
    { _id: 1 as never, at: new Date("2010-01-01") },
    { _id: 2 as never, at: new Date("2021-01-01") },
    { _id: 3 as never, at: null },
    { _id: 4 as never, at: [null, new Date("2021-01-01")] },
  ]);
  await server.expire();
  expect(await c.distinct("_id")).toEqual([1, 3]);
});

test("a date beyond what JavaScript can hold is refused, not changed", async () => {
  const body = Buffer.from(serialize({ insert: "dates", documents: [{ _id: 1, at: new Date(0) }], $db: "d" }));
  body.writeBigInt64LE(2n ** 62n, body.indexOf("at\0") + 3);
  const wire = await RawClient.connect(server.socketPath);
  wire.write(message(body));
  expect(await wire.reply()).toMatchObject({ ok: 0, code: 22 });
  wire.close();
});

test("a document enters and leaves a partial unique index with its update", async () => {
  const c = fresh();
  await c.createIndex({ slot: 1 }, { unique: true, partialFilterExpression: { state: "booked" } });
  await c.insertMany([
    { _id: 1 as never, slot: 7, state: "booked" },
    { _id: 2 as never, slot: 7, state: "cancelled" },
  ]);
  expect(await codeOf(c.updateOne({ _id: 2 as never }, { $set: { state: "booked" } }))).toBe(11000);
  await c.updateOne({ _id: 1 as never }, { $set: { state: "cancelled" } });
  await c.updateOne({ _id: 2 as never }, { $set: { state: "booked" } });
  expect(await codeOf(c.insertOne({ slot: 7, state: "booked" }))).toBe(11000);
  expect(await c.distinct("_id", { slot: 7, state: "booked" })).toEqual([2]);
  expect(server.check()).toEqual([]);
});

test("findAndModify takes the first by its order, and a refused one changes nothing", async () => {
  const c = fresh();
  await c.createIndex({ n: 1 }, { unique: true });
  await c.insertMany([3, 1, 2].map((n) => ({ _id: n as never, n })));
  expect(await codeOf(c.findOneAndUpdate({ n: { $gt: 1 } }, { $inc: { n: 1 } }, { sort: { n: 1 } }))).toBe(11000);
  expect(
    await c.findOneAndUpdate({ n: { $gt: 1 } }, { $inc: { n: 1 } }, { sort: { n: -1 }, returnDocument: "after" }),
  ).toEqual({ _id: 3, n: 4 });
  expect(await c.distinct("n")).toEqual([1, 2, 4]);
});

test("of upserts racing for one unique key one inserts, the others update", async () => {
  const c = fresh();
  await c.createIndex({ key: 1 }, { unique: true });
  const results = await Promise.all(
    Array.from({ length: 20 }, () => c.updateOne({ key: "k" }, { $inc: { n: 1 } }, { upsert: true })),
  );
  expect(results.filter((result) => result.upsertedCount === 1)).toHaveLength(1);
  expect(await c.findOne({}, { projection: { _id: 0 } })).toEqual({ key: "k", n: 20 });
});

test("array filters of one statement do not reach the next, and count as unused where they are", async () => {
  const c = fresh();
  await c.insertOne({ _id: 1 as never, items: [{ n: 1 }, { n: 5 }], more: [[1, 5], [9]] });
  await c.updateOne(
    { _id: 1 as never },
    { $inc: { "items.$[i].n": 10, "more.$[].$[x]": 1 } },
    { arrayFilters: [{ "i.n": { $gt: 2 } }, { x: { $gte: 5 } }] },
  );
  expect(await c.findOne()).toEqual({ _id: 1, items: [{ n: 1 }, { n: 15 }], more: [[1, 6], [10]] });
  expect(await codeOf(c.updateOne({}, { $set: { a: 1 } }, { arrayFilters: [{ i: 1 }] }))).toBe(9);
});

test("positional projection and $ take the element that the query met", async () => {
  const c = fresh();
  await c.insertOne({ _id: 1 as never, a: [{ n: 1 }, { n: 2 }, { n: 3 }], b: 1 });
  expect(await c.findOne({ "a.n": { $gt: 1 } }, { projection: { "a.$": 1, _id: 0 } })).toEqual({ a: [{ n: 2 }] });
  await c.updateOne({ $and: [{ b: 1 }, { a: { $elemMatch: { n: 3 } } }] }, { $set: { "a.$.n": 30 } });
  expect(await c.distinct("a.n")).toEqual([1, 2, 30]);
});

test("distinct, $group and $lookup hold equal what the collation holds equal", async () => {
  const [c, other] = [fresh(), fresh()];
  await c.insertMany(["b", "A", "a", "B", "ä"].map((s, _id) => ({ _id: _id as never, s })));
  await other.insertOne({ _id: 1 as never, s: "A" });
  const collation = { locale: "en", strength: 2 } as const;
  expect((await c.distinct("s", {}, { collation })).length).toBe(3);
  expect((await c.distinct("s")).length).toBe(5);
  const groups = await c.aggregate([{ $sortByCount: "$s" }], { collation }).toArray();
  expect(groups.map((group) => group["count"])).toEqual([2, 2, 1]);
  const lookup = { $lookup: { from: c.collectionName, localField: "s", foreignField: "s", as: "found" } };
  const found = async () => (await other.aggregate([lookup], { collation }).toArray())[0]?.["found"].length;
  expect(await found()).toBe(2);
  await c.createIndex({ s: 1 });
  expect(await found()).toBe(2);
});

test("a hint of aggregate is followed, or refused when there is no such index", async () => {
  const c = fresh();
  await c.createIndex({ a: 1 });
  await c.insertMany([{ a: 1, n: 1 }, { n: 2 }]);
  await c.createIndex({ n: 1 }, { name: "few", partialFilterExpression: { a: 1 } });
  const run = (hint: string) => c.aggregate([{ $match: { n: { $gt: 0 }, a: 1 } }], { hint }).toArray();
  expect(await run("few")).toHaveLength(1);
  expect(await codeOf(run("nothing"))).toBe(2);
});

test("bulkWrite refuses a field it does not know", async () => {
  const c = fresh();
  const command = (operation: Document) =>
    client.db("admin").command({ bulkWrite: 1, ops: [operation], nsInfo: [{ ns: `d.${c.collectionName}` }] });
  const errorOf = async (operation: Document) => (await command(operation))["cursor"].firstBatch[0].code;
  expect(await errorOf({ insert: 0, document: {}, upsert: true })).toBe(40415);
  expect(await errorOf({ update: 0, filter: {}, updateMods: { $set: { a: 1 } }, limit: 1 })).toBe(40415);
  expect(await errorOf({ delete: 0, filter: {}, multi: true, arrayFilters: [] })).toBe(40415);
  expect(await errorOf({ insert: 0, document: {} })).toBeUndefined();
});
