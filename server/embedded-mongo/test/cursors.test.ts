import { readFileSync } from "node:fs";
import { MongoClient } from "mongodb";
import type { FindCursor, AggregationCursor } from "mongodb";
import { afterEach, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import { scratch, serverProcess, until } from "./support.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const connect = async (uri: string): Promise<MongoClient> => {
  const client = await new MongoClient(uri, { maxPoolSize: 200 }).connect();
  cleanups.push(() => client.close());
  return client;
};

interface Large {
  _id: number;
  text: string;
}

const MEGABYTE = 1024 * 1024;
const openCursors = async (client: MongoClient): Promise<number> =>
  ((await client.db("d").command({ serverStatus: 1 })) as { metrics: { cursor: { open: { total: number } } } }).metrics
    .cursor.open.total;

/** A server in a process of its own, whose memory is its own, with so many documents of 1 MB. */
const largeServer = async (documents: number) => {
  const { path, remove } = scratch();
  cleanups.push(remove);
  const server = await serverProcess(path);
  cleanups.push(server.stop);
  const client = await connect(server.uri);
  const rows = client.db("d").collection<Large>("large");
  for (let id = 0; id < documents; id++) await rows.insertOne({ _id: id, text: "x".repeat(MEGABYTE) });
  const peak = (): number =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, "utf8"))?.[1]) / 1024;
  return { server, client, rows, peak };
};

test("100 slow readers of 1 MB documents, and as many aggregates, keep the server below 400 MB", async () => {
  const { client, rows, peak } = await largeServer(8);
  const cursors: (FindCursor<Large> | AggregationCursor)[] = [];
  for (let reader = 0; reader < 100; reader++) {
    const cursor =
      reader % 2 === 0
        ? rows.find().sort(reader % 4 === 0 ? { _id: 1 } : {})
        : rows.aggregate([{ $match: { _id: { $gte: 0 } } }, { $addFields: { reader } }]);
    await cursor.next();
    cursors.push(cursor);
  }
  expect(await openCursors(client)).toBe(100);
  for (const cursor of cursors) await cursor.next();
  expect(peak()).toBeLessThan(400);
  let read = 0;
  for await (const row of cursors[0]!) read += (row as Large).text.length;
  expect(read).toBe(6 * MEGABYTE);
  await Promise.all(cursors.map((cursor) => cursor.close()));
  expect(await openCursors(client)).toBe(0);
});

test("what all cursors hold has a ceiling: the oldest end, and say so", async () => {
  const { client, rows, peak } = await largeServer(12);
  // A group holds its documents until the end, so the rest of its result is kept.
  const group = () => rows.aggregate([{ $group: { _id: "$_id", text: { $first: "$text" } } }], { batchSize: 1 });
  const cursors = [];
  for (let reader = 0; reader < 40; reader++) {
    const cursor = group();
    await cursor.next();
    cursors.push(cursor);
  }
  expect(await openCursors(client)).toBeLessThan(26);
  expect(peak()).toBeLessThan(700);
  await expect(cursors[0]!.next()).rejects.toMatchObject({ code: 43 });
  const last = cursors.at(-1)!;
  let seen = 1;
  while ((await last.next()) !== null) seen++;
  expect(seen).toBe(12);
});

test("cursors end with the connection that reads them, not with others", async () => {
  const server = await startEmbeddedMongo({ dataDir: ":memory:" });
  cleanups.push(server.close);
  const [stays, goes] = [await connect(server.uri), await new MongoClient(server.uri).connect()];
  await stays
    .db("d")
    .collection<{ _id: number }>("c")
    .insertMany(Array.from({ length: 500 }, (_, id) => ({ _id: id })));
  const kept = stays.db("d").collection("c").find();
  await kept.next();
  for (let reader = 0; reader < 10; reader++) await goes.db("d").collection("c").find().next();
  expect(await openCursors(stays)).toBe(11);
  await goes.close();
  await until(async () => (await openCursors(stays)) === 1);
  expect((await kept.toArray()).length).toBe(499);
});
