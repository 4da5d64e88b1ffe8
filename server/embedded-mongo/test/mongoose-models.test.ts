import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";

let server: EmbeddedMongo;
let connection: mongoose.Connection;
const { Schema } = mongoose;

beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: ":memory:" });
  connection = await mongoose.createConnection(server.uri).asPromise();
});
afterAll(async () => {
  await connection.close();
  await server.close();
});

test("values of every schema type come back as they were", async () => {
  const Everything = connection.model(
    "Everything",
    new Schema({
      text: String,
      whole: Schema.Types.Int32,
      real: Schema.Types.Double,
      exact: Schema.Types.Decimal128,
      large: BigInt,
      at: Date,
      bytes: Buffer,
      uuid: Schema.Types.UUID,
      map: { type: Map, of: Number },
      list: [{ name: String, at: Date }],
      anything: Schema.Types.Mixed,
    }),
  );
  const values = {
    text: "复诊",
    whole: 7,
    real: 1.5,
    exact: mongoose.Types.Decimal128.fromString("10.10"),
    large: 2n ** 60n,
    at: new Date(5),
    bytes: Buffer.from([0, 255]),
    uuid: "0b9e9b52-6c4a-4f55-9d0f-0b9e9b526c4a",
    map: { a: 1 },
    list: [{ name: "x", at: new Date(6) }],
    anything: { deep: [{ er: null }] },
  };
  const { _id } = await Everything.create(values);
  const found = await Everything.findById(_id);
  expect(found?.toObject({ flattenMaps: true, versionKey: false })).toMatchObject({
    text: "复诊",
    large: 2n ** 60n,
    at: new Date(5),
    map: { a: 1 },
    list: [{ name: "x", at: new Date(6) }],
    anything: { deep: [{ er: null }] },
  });
  expect(found?.exact?.toString()).toBe("10.10");
  expect(found?.uuid?.toString()).toBe(values.uuid);
  expect(
    await Everything.countDocuments({ whole: { $type: "int" }, real: { $type: "double" }, large: { $type: "long" } }),
  ).toBe(1);
});

test("populate, discriminators and lean reads work together", async () => {
  const Person = connection.model("Person", new Schema({ name: String }));
  const event = new Schema({ who: { type: Schema.Types.ObjectId, ref: "Person" } }, { discriminatorKey: "kind" });
  const Event = connection.model("Event", event);
  const Visit = Event.discriminator("Visit", new Schema({ room: Number }));
  const person = await Person.create({ name: "Li" });
  await Event.create({ who: person._id });
  await Visit.create({ who: person._id, room: 3 });
  const visits = await Visit.find().populate<{ who: { name: string } }>("who").lean();
  expect(visits.map((visit) => [visit.room, visit.who.name])).toEqual([[3, "Li"]]);
  expect(await Event.countDocuments()).toBe(2);
});

test("a stale document is refused by its version", async () => {
  const Note = connection.model("Note", new Schema({ text: String }, { optimisticConcurrency: true }));
  const { _id } = await Note.create({ text: "a" });
  const [one, two] = [await Note.findById(_id), await Note.findById(_id)];
  one?.set("text", "b");
  await one?.save();
  two?.set("text", "c");
  await expect(two?.save()).rejects.toThrow(mongoose.Error.VersionError);
});

test("syncIndexes drops what the schema no longer has and builds what it has", async () => {
  const first = connection.model("Indexed", new Schema({ a: Number, b: Number }).index({ a: 1 }), "indexed");
  await first.syncIndexes();
  connection.deleteModel("Indexed");
  const second = connection.model(
    "Indexed",
    new Schema({ a: Number, b: Number }).index({ b: -1 }, { unique: true }),
    "indexed",
  );
  expect(await second.diffIndexes()).toMatchObject({ toDrop: ["a_1"] });
  await second.syncIndexes();
  expect((await second.listIndexes()).map((index) => index["name"] as string)).toEqual(["_id_", "b_-1"]);
});

test("200 parallel increments and 5,000 documents in batches are all there", async () => {
  const Counter = connection.model("Counter", new Schema({ _id: String, n: Number }));
  await Promise.all(
    Array.from({ length: 200 }, () =>
      Counter.updateOne({ _id: "x" }, { $inc: { n: 1 } }, { upsert: true }).catch(() =>
        Counter.updateOne({ _id: "x" }, { $inc: { n: 1 } }),
      ),
    ),
  );
  expect(await Counter.findById("x").lean()).toMatchObject({ n: 200 });
  await Counter.insertMany(Array.from({ length: 5000 }, (_, n) => ({ _id: `n${n}`, n })));
  let seen = 0;
  for await (const row of Counter.find({ n: { $gte: 0 } }).cursor({ batchSize: 333 }))
    seen += row.n === undefined ? 0 : 1;
  expect(seen).toBe(5001);
});

test("the bulkWrite command of MongoDB 8 reaches over collections", async () => {
  const result = await connection.getClient().bulkWrite([
    { name: "insertOne", namespace: "bulk.a", document: { _id: 1 as never, n: 1 } },
    { name: "updateOne", namespace: "bulk.a", filter: { n: 1 }, update: { $inc: { n: 1 } } },
    { name: "updateOne", namespace: "bulk.b", filter: { k: 1 }, update: { $set: { v: 1 } }, upsert: true },
    { name: "deleteMany", namespace: "bulk.a", filter: { n: 2 } },
  ]);
  expect(result).toMatchObject({
    insertedCount: 1,
    matchedCount: 1,
    modifiedCount: 1,
    upsertedCount: 1,
    deletedCount: 1,
  });
});

test("expressions of let are evaluated before the command runs", async () => {
  const rows = connection.db!.collection("lets");
  await rows.insertMany([{ n: 3 }, { n: 4 }]);
  expect(
    await rows.find({ $expr: { $eq: ["$n", "$$three"] } }, { let: { three: { $add: [1, 2] } } }).toArray(),
  ).toHaveLength(1);
});

test("a failed index build leaves no trace, and neither does a failed transaction that made a collection", async () => {
  const db = connection.db!;
  await db.collection("dup").insertMany([{ a: 1 }, { a: 1 }]);
  await expect(db.collection("dup").createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
  expect(await db.collection("dup").indexes()).toHaveLength(1);
  const failed = connection.transaction(async (session) => {
    await db.collection("made").insertOne({ a: 1 }, { session });
    throw new Error("changed my mind");
  });
  await expect(failed).rejects.toThrow("changed my mind");
  expect(await db.listCollections({ name: "made" }).toArray()).toEqual([]);
  await db.collection("made").insertOne({ a: 2 });
  expect(await db.collection("made").countDocuments()).toBe(1);
});
