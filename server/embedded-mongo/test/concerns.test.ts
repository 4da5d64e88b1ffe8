import { Long, Timestamp, UUID } from "bson";
import type { Document } from "mongodb";
import { describe, expect, test } from "vitest";
import { failure } from "./codes.ts";
import { oneServer } from "./one-server.ts";

const { held, fresh, send, codeOf } = oneServer();

describe("concerns", () => {
  const transaction = async (body: Document, more: Document = {}): Promise<Document> => {
    const lsid = { id: new UUID() };
    const fields = { lsid, txnNumber: Long.fromNumber(1), autocommit: false };
    const first = await send({ ...body, ...fields, startTransaction: true, ...more });
    return { fields, first };
  };

  test("a commit whose concern cannot be met is refused, and nothing of it is written", async () => {
    for (const [writeConcern, code] of [
      [{ w: "nosuch" }, 79],
      [{ w: 3 }, 100],
    ] as const) {
      const c = fresh();
      const { fields } = await transaction({ insert: c.collectionName, documents: [{}] });
      expect(await codeOf({ commitTransaction: 1, ...fields, writeConcern, $db: "admin" })).toBe(code);
      await send({ abortTransaction: 1, ...fields, $db: "admin" });
      expect(await c.countDocuments()).toBe(0);
    }
    const c = fresh();
    const { fields } = await transaction({ insert: c.collectionName, documents: [{}] });
    const writeConcern = { w: "majority", wtimeout: 1000 };
    expect(await codeOf({ commitTransaction: 1, ...fields, writeConcern, $db: "admin" })).toBe("ok");
    expect(await c.countDocuments()).toBe(1);
  });

  test("concerns stand where a transaction may have them", async () => {
    const c = fresh();
    const insert = { insert: c.collectionName, documents: [{}] };
    expect((await transaction(insert, { writeConcern: { w: 1 } }))["first"].code).toBe(72);
    expect((await transaction(insert, { readConcern: { level: "linearizable" } }))["first"].code).toBe(72);
    expect((await transaction(insert, { readConcern: { level: "available" } }))["first"].code).toBe(72);
    const { first, fields } = await transaction(insert, { readConcern: { level: "snapshot" } });
    expect(first["ok"]).toBe(1);
    expect(await codeOf({ ...insert, ...fields, readConcern: { level: "snapshot" } })).toBe(72);
    await send({ abortTransaction: 1, ...fields, $db: "admin" });
  });

  test("a transaction's number is begun once", async () => {
    const c = fresh();
    const insert = { insert: c.collectionName, documents: [{}] };
    const { fields } = await transaction(insert);
    const again = { ...insert, ...fields, startTransaction: true };
    expect(await codeOf(again)).toBe(117);
    expect(await codeOf({ commitTransaction: 1, ...fields, $db: "admin" })).toBe("ok");
    expect(await codeOf(again)).toBe(256);
    expect(await codeOf({ ...again, txnNumber: Long.fromNumber(0) })).toBe(225);
    // Nor does a write without the transaction get the answer of its commit.
    expect(await codeOf({ ...insert, lsid: fields.lsid as Document, txnNumber: fields.txnNumber as Long })).toBe(72);
    const other = (await transaction(insert))["fields"] as Document;
    expect(await codeOf({ ...insert, lsid: other["lsid"] as Document, txnNumber: other["txnNumber"] as Long })).toBe(
      72,
    );
    await send({ abortTransaction: 1, ...other, $db: "admin" });
    expect(await c.countDocuments()).toBe(1);
  });

  test("a write at the end of a pipeline is not linearizable", async () => {
    const c = fresh();
    await c.insertOne({});
    for (const stage of [{ $out: "linear" }, { $merge: "linear" }]) {
      const body = { aggregate: c.collectionName, pipeline: [stage], cursor: {} };
      expect(await codeOf({ ...body, readConcern: { level: "linearizable" } })).toBe(72);
      expect(await codeOf({ ...body, writeConcern: { w: 3 } })).toBe(100);
      expect(await codeOf({ ...body, readConcern: { level: "majority" }, writeConcern: { w: "majority" } })).toBe("ok");
    }
  });

  test("a cluster time that has passed is read, one to come is refused", async () => {
    const at = (seconds: number) => new Timestamp({ t: Math.floor(Date.now() / 1000) + seconds, i: 1 });
    const find = (afterClusterTime: Timestamp) =>
      codeOf({ find: "c", readConcern: { level: "majority", afterClusterTime } });
    expect(await find(at(-5))).toBe("ok");
    expect(await find(at(60))).toBe(72);
  });

  test("apiStrict holds to version 1", async () => {
    const strict = { apiVersion: "1", apiStrict: true };
    expect(await codeOf({ find: "c", ...strict })).toBe("ok");
    expect(await codeOf({ distinct: "c", key: "a", ...strict })).toBe(323);
  });
});

describe("a collection of an open transaction", () => {
  test("is seen by nobody else, and by all after the commit", async () => {
    const db = held.client.db("open");
    const session = held.client.startSession();
    session.startTransaction();
    await db.collection("made").insertOne({ _id: 1 as never }, { session });
    const seen = async () => [
      (await db.listCollections().toArray()).map(({ name }) => name),
      (await held.client.db().admin().listDatabases({ nameOnly: true })).databases.some(({ name }) => name === "open"),
      await failure(db.command({ listIndexes: "made" })),
      await failure(db.command({ validate: "made" })),
      (await db.command({ collStats: "made" }))["count"],
      (await db.command({ dbStats: 1 }))["collections"],
      await db.collection("made").countDocuments(),
      (await db.command({ explain: { find: "made" } }))["queryPlanner"].winningPlan.stage,
      await db
        .collection("other")
        .aggregate([{ $unionWith: "made" }])
        .toArray(),
    ];
    expect(await seen()).toEqual([[], false, 26, 26, 0, 0, 0, "EOF", []]);
    expect(await db.collection("made").countDocuments({}, { session })).toBe(1);
    await session.commitTransaction();
    expect(await seen()).toEqual([["made"], true, "no error", "no error", 1, 1, 1, "COLLSCAN", [{ _id: 1 }]]);
    await session.endSession();
  });

  test("is gone when it aborts", async () => {
    const db = held.client.db("aborted");
    const session = held.client.startSession();
    session.startTransaction();
    await db.collection("made").insertOne({}, { session });
    await session.abortTransaction();
    await session.endSession();
    expect(await db.listCollections().toArray()).toEqual([]);
    await db.collection("made").insertOne({ _id: 5 as never });
    expect((await db.command({ collStats: "made" }))["count"]).toBe(1);
  });
});
