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

test("long and short documents come alike, in order, by many keys at once and by a range", async () => {
  const collection = client.db("t").collection<{ _id: number; n: number; text: string }>("long");
  await collection.createIndex({ n: 1 }, { unique: true });
  // One in seven is longer than what is read without a look before.
  const rows = Array.from({ length: 100 }, (_, n) => ({ _id: n, n, text: "x".repeat(n % 7 === 0 ? 20_000 : 10) }));
  await collection.insertMany(rows);
  const wanted = rows.map(({ n }) => n).filter((n) => n % 2 === 0);
  for (const field of ["_id", "n"])
    for (const direction of [1, -1] as const) {
      const order = direction === 1 ? wanted : wanted.toReversed();
      const read = async (filter: object) =>
        (
          await collection
            .find(filter)
            .sort({ [field]: direction })
            .toArray()
        ).map(({ n, text }) => [n, text.length]);
      const expected = order.map((n) => [n, rows[n]?.text.length]);
      expect(await read({ [field]: { $in: [...wanted, 500, 501] } }), `${field} ${direction}`).toEqual(expected);
      expect(await read({ [field]: { $gte: 0 }, _id: { $in: wanted } }), `${field} ${direction}`).toEqual(expected);
    }
  expect(
    await collection
      .find({ _id: { $in: wanted } })
      .limit(3)
      .toArray(),
  ).toHaveLength(3);
});
