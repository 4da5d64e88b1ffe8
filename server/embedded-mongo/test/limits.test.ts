import { readFileSync } from "node:fs";
import { Decimal128 } from "bson";
import { MongoClient, MongoServerError } from "mongodb";
import type { Db, Document } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";
import { DATES } from "./semantics/dates.ts";
import { EXPRESSIONS } from "./semantics/expressions.ts";
import { NUMBERS } from "./semantics/numbers.ts";
import { OPTIONS } from "./semantics/options.ts";
import { PATHS } from "./semantics/paths.ts";
import { QUERY } from "./semantics/query.ts";
import { SHAPE } from "./semantics/shape.ts";
import { STAGES } from "./semantics/stages.ts";
import { UPDATE } from "./semantics/update.ts";

/**
 * Each difference from MongoDB that the README names is one here, and is refused with an error where the README says
 * so.
 */
let server: EmbeddedMongo;
let client: MongoClient;
let db: Db;
beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: ":memory:" });
  client = await new MongoClient(server.uri).connect();
  db = client.db("limits");
  await db.collection("c").insertMany([
    { _id: 1 as never, a: 1 },
    { _id: 2 as never, a: 2 },
  ]);
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof MongoServerError ? error.code : error),
  );
const command = (body: Document, on = db): Promise<unknown> => codeOf(on.command(body));
const find = (filter: Document): Promise<unknown> => command({ find: "c", filter });
const pipeline = (stage: Document): Promise<unknown> => command({ aggregate: "c", pipeline: [stage], cursor: {} });
const index = (key: Document, options: Document = {}): Promise<unknown> =>
  command({ createIndexes: "c", indexes: [{ key, name: "n", ...options }] });

test("the README counts the cases of the semantic tables", () => {
  const tables = [QUERY, UPDATE, SHAPE, EXPRESSIONS, STAGES, NUMBERS, DATES, PATHS, OPTIONS];
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(/The (\d+) cases of `test\/semantics`/.exec(readme)?.[1]).toBe(String(tables.flat().length));
});

test("text, geo and vector search, scripts and validators are refused", async () => {
  for (const filter of [
    { $text: { $search: "x" } },
    { a: { $near: [0, 0] } },
    { a: { $geoWithin: { $center: [[0, 0], 1] } } },
    { a: { $geoIntersects: {} } },
    { $where: "true" },
    { $jsonSchema: {} },
  ])
    expect([filter, await find(filter)]).toEqual([filter, 238]);
  for (const stage of [
    "$search",
    "$searchMeta",
    "$vectorSearch",
    "$geoNear",
    "$changeStream",
    "$redact",
    "$indexStats",
  ])
    expect([stage, await pipeline({ [stage]: {} })]).toEqual([stage, 238]);
  expect(await pipeline({ $group: { _id: 1, a: { $accumulator: {} } } })).toBe(15952);
  expect(await pipeline({ $set: { a: { $function: {} } } })).toBe(168);
});

test("views, capped and time series collections and validators are refused", async () => {
  for (const options of [
    { viewOn: "c", pipeline: [] },
    { capped: true, size: 1000 },
    { timeseries: { timeField: "t" } },
    { validator: { a: 1 } },
    { clusteredIndex: { key: { _id: 1 }, unique: true } },
    { expireAfterSeconds: 5 },
    { collation: { locale: "en" } },
    { changeStreamPreAndPostImages: { enabled: true } },
  ])
    expect([options, await command({ create: "x", ...options })]).toEqual([options, 238]);
});

test("collated, hashed, wildcard, hidden, text and geo indexes are refused", async () => {
  expect(await index({ a: 1 }, { collation: { locale: "en" } })).toBe(238);
  expect(await index({ a: 1 }, { hidden: true })).toBe(238);
  for (const type of ["hashed", "text", "2d", "2dsphere"]) expect(await index({ a: type })).toBe(238);
  expect(await index({ "$**": 1 })).toBe(238);
  expect(await index({ "a.$**": 1 })).toBe(238);
});

test("sharding, users, roles and the rest of a MongoDB's commands are not there", async () => {
  const names =
    "shardCollection enableSharding createUser createRole usersInfo saslStart authenticate mapReduce collMod replSetGetStatus currentOp killOp top profile setParameter logRotate shutdown fsync aggregateCursor";
  for (const name of names.split(" "))
    expect([name, await command({ [name]: 1 }, client.db("admin"))]).toEqual([name, 59]);
});

test("a secondary is nowhere to be read from, and its preference is answered by the primary", async () => {
  expect((await db.command({ hello: 1 }))["hosts"]).toHaveLength(1);
  expect(await db.collection("c").countDocuments({}, { readPreference: "secondaryPreferred" })).toBe(2);
});

test("explain says the index and nothing that was measured", async () => {
  for (const verbosity of ["queryPlanner", "executionStats", "allPlansExecution"]) {
    const reply = await db.command({ explain: { find: "c", filter: { _id: 1 } }, verbosity });
    expect(reply["queryPlanner"].winningPlan).toMatchObject({ stage: "IXSCAN", indexName: "_id_" });
    expect(Object.keys(reply)).not.toContain("executionStats");
  }
});

test("an $or whose branches one index finds is no scan, and what follows a value of a list is in the index's order", async () => {
  const lists = db.collection("lists");
  await lists.createIndex({ of: 1, at: -1 });
  await lists.insertMany([
    { of: [1, 2], at: 1 },
    { of: [2, 1], at: 2 },
    { of: 2, at: 3 },
  ]);
  const planOf = async (filter: object, sort?: object) =>
    (await db.command({ explain: { find: "lists", filter, ...(sort ? { sort } : {}) } }))["queryPlanner"].winningPlan;
  const branches = {
    $or: [
      { of: 1, at: 2 },
      { of: 2, at: { $gt: 1 } },
    ],
  };
  expect(await planOf(branches)).toMatchObject({ stage: "IXSCAN" });
  expect((await lists.find(branches).sort({ at: 1 }).toArray()).map(({ at }) => at)).toEqual([2, 3]);
  expect(await planOf({ $or: [{ of: 1 }, { other: 2 }] })).toMatchObject({ stage: "COLLSCAN" });
  expect(await planOf({ of: 1 }, { at: -1 })).toMatchObject({ stage: "IXSCAN" });
  expect(await planOf({ of: { $in: [1, 2] } }, { at: -1 })).toMatchObject({ stage: "SORT" });
  expect((await lists.find({ of: 2 }).sort({ at: -1 }).toArray()).map(({ at }) => at)).toEqual([3, 2, 1]);
});

test("tailable cursors, cursors without a limit and reverse natural order are refused", async () => {
  for (const option of [
    { tailable: true },
    { noCursorTimeout: true },
    { sort: { $natural: -1 } },
    { hint: { $natural: -1 } },
  ])
    expect([option, await command({ find: "c", ...option })]).toEqual([option, 238]);
});

test("DDL in a transaction is refused, but the first insert makes its collection", async () => {
  for (const body of [
    { create: "new" },
    { createIndexes: "c", indexes: [{ key: { a: 1 }, name: "a" }] },
    { drop: "c" },
    { dropDatabase: 1 },
    { dropIndexes: "c", index: "*" },
  ]) {
    const session = client.startSession();
    session.startTransaction();
    expect([body, await codeOf(db.command(body, { session }))]).toEqual([body, 263]);
    await session.endSession();
  }
  await client.withSession((session) =>
    session.withTransaction(() => db.collection("first").insertOne({ a: 1 }, { session })),
  );
  expect(await db.collection("first").countDocuments()).toBe(1);
});

test("natural order is insertion order, through updates", async () => {
  const c = db.collection<{ _id: number }>("natural");
  await c.insertMany([3, 1, 2].map((_id) => ({ _id })));
  await c.updateOne({ _id: 3 }, { $set: { grown: "x".repeat(10_000) } });
  expect((await c.find().toArray()).map(({ _id }) => _id)).toEqual([3, 1, 2]);
});

test("fields named by whole numbers keep no order of their own", async () => {
  const c = db.collection("numbered");
  const sent = new Map<string, unknown>([
    ["_id", 1],
    ["b", { x: 1, y: 2 }],
    ["7", 1],
  ]);
  await c.insertOne(sent);
  const order = async () =>
    (await c.aggregate([{ $project: { all: { $objectToArray: "$$ROOT" } } }]).toArray())[0]?.["all"];
  const names = (await order()) as { k: string }[];
  expect(names.map(({ k }) => k)).toEqual(["7", "_id", "b"]);
  await c.updateOne({}, { $set: { c: 1 } });
  expect(await c.countDocuments({ 7: 1, c: 1 })).toBe(1);
  // Where an order would decide, it is refused.
  const two = (first: string, second: string) =>
    new Map([
      [first, 1],
      [second, 1],
    ] as const);
  expect(await command({ find: "numbered", sort: two("b", "7") })).toBe(238);
  expect(await pipeline({ $sort: two("b", "7") })).toBe(238);
  expect(await index(two("b", "7"))).toBe(238);
  expect(await index({ 7: 1 })).toBe("no error");
});

test("dates beyond JavaScript's are refused where they would come about", async () => {
  const last = new Date(8.64e15);
  await db.collection("dates").insertOne({ last });
  const run = (expression: Document) =>
    command({ aggregate: "dates", pipeline: [{ $set: { r: expression } }], cursor: {} });
  expect(await run({ $add: ["$last", 1] })).toBe(15);
  expect(await run({ $dateAdd: { startDate: "$last", unit: "day", amount: 1 } })).toBe(15);
  expect(await run({ $toDate: 9e15 })).toBe(15);
  expect(await codeOf(db.collection("dates").updateOne({}, [{ $set: { r: { $add: ["$last", 1] } } }]))).toBe(15);
});

test("trigonometry of decimals is refused, roots and logarithms are not", async () => {
  const value = Decimal128.fromString("0.5");
  for (const name of "sin cos tan asin acos atan sinh cosh tanh asinh atanh degreesToRadians radiansToDegrees".split(
    " ",
  ))
    expect([name, await pipeline({ $set: { r: { [`$${name}`]: value } } })]).toEqual([name, 238]);
  expect(await pipeline({ $set: { r: { $atan2: [value, 1] } } })).toBe(238);
  for (const name of "sqrt ln log10 exp abs ceil floor".split(" "))
    expect([name, await pipeline({ $set: { r: { [`$${name}`]: value } } })]).toEqual([name, "no error"]);
});

test("what RE2 does not have is refused", async () => {
  for (const pattern of ["(a)\\1", "a(?=b)", "(?<!a)b", "(?>a)b", "a{1001}"])
    expect([pattern, await find({ a: { $regex: pattern } })]).toEqual([pattern, 51091]);
});

test("a write concern beyond one node is refused before anything is written", async () => {
  const c = db.collection("concerned", { writeConcern: { w: 3 } });
  expect(await codeOf(c.insertOne({}))).toBe(100);
  expect(await db.collection("concerned").countDocuments()).toBe(0);
});

test("snapshot reads outside a transaction are refused", async () => {
  expect(await command({ find: "c", readConcern: { level: "snapshot" } })).toBe(238);
});
