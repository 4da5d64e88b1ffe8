import { MongoClient, ObjectId } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedMongo, type EmbeddedMongo } from "../src/index.ts";

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

// Found by the product's paging: bounds that cover every condition must not hide an $or within $and.
test("an $or inside $and is matched even when the index covers the rest", async () => {
  const collection = client.db("t").collection("nested");
  await collection.createIndex({ p: 1, start: -1, _id: -1 });
  const [a, b] = [new ObjectId(), new ObjectId()];
  await collection.insertMany([
    { _id: a, p: 1, start: new Date(1000) },
    { _id: b, p: 1, start: new Date(2000) },
  ]);
  const older = { $or: [{ start: { $lt: new Date(2000) } }, { start: new Date(2000), _id: { $lt: b } }] };
  const ids = async (filter: object) =>
    (await collection.find(filter).toArray()).map((document) => String(document._id));
  expect(await ids({ $and: [{ p: 1 }, older] })).toEqual([String(a)]);
  expect(await ids({ $and: [{ p: 1 }, { $and: [older] }] })).toEqual([String(a)]);
  expect(await ids({ $and: [{ p: 1 }, { $nor: [{ start: new Date(2000) }] }] })).toEqual([String(a)]);
});
