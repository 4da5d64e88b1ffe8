import { setTimeout } from "node:timers/promises";
import { MongoClient, MongoServerError } from "mongodb";
import type { ClientSession, Collection } from "mongodb";
import { afterEach, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { StartOptions } from "../src/index.ts";
import { runLoad } from "./load.ts";
import { long } from "./support.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const clientsOf = async (count: number, options: Partial<StartOptions> = {}): Promise<MongoClient[]> => {
  const server = await startEmbeddedMongo({ dataDir: ":memory:", ...options });
  cleanups.push(server.close);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const client = await new MongoClient(server.uri).connect();
      cleanups.push(() => client.close());
      return client;
    }),
  );
};

const sample = (client: MongoClient | undefined): Collection<{ _id: number; n: number }> =>
  client!.db("d").collection("c");

const begin = (client: MongoClient | undefined): ClientSession => {
  const session = client!.startSession();
  cleanups.push(() => session.endSession());
  session.startTransaction();
  return session;
};

const isTransient = (error: unknown): boolean =>
  error instanceof MongoServerError && error.hasErrorLabel("TransientTransactionError");

test.each(["read", "wrote"])(
  "a transaction that %s and then does nothing holds nobody up, and is aborted",
  async (what) => {
    const [holder, other] = await clientsOf(2);
    await sample(other).insertOne({ _id: 1, n: 0 });
    const session = begin(holder);
    if (what === "read") await sample(holder).findOne({}, { session });
    else await sample(holder).updateOne({ _id: 1 }, { $inc: { n: 5 } }, { session });
    for (let id = 2; id < 8; id++) await sample(other).insertOne({ _id: id, n: id });
    await setTimeout(250);
    const late = await sample(holder)
      .insertOne({ _id: 100, n: 0 }, { session })
      .catch((error: unknown) => error);
    expect(isTransient(late)).toBe(true);
    expect(await sample(other).distinct("n")).toEqual([0, 2, 3, 4, 5, 6, 7]);
  },
);

test("an idle holder with an open cursor, which cannot be set aside, is aborted", async () => {
  const [holder, other] = await clientsOf(2);
  await sample(other).insertMany(Array.from({ length: 10 }, (_, id) => ({ _id: id, n: id })));
  const session = begin(holder);
  const cursor = sample(holder).find({}, { session, batchSize: 2 });
  await cursor.next();
  await sample(other).insertOne({ _id: 100, n: 0 });
  const late = await session.commitTransaction().catch((error: unknown) => error);
  expect(isTransient(late)).toBe(true);
});

test("without anybody waiting a transaction may be idle", async () => {
  const [holder] = await clientsOf(1);
  const session = begin(holder);
  await sample(holder).insertOne({ _id: 1, n: 0 }, { session });
  await setTimeout(250);
  await sample(holder).insertOne({ _id: 2, n: 0 }, { session });
  await session.commitTransaction();
  expect(await sample(holder).countDocuments()).toBe(2);
});

test("withTransaction of a client slower than the limit comes through beside writers", async () => {
  const [holder, other] = await clientsOf(2);
  let done = false;
  let tries = 0;
  const writing = (async () => {
    for (let id = 1000; !done; id++) await sample(other).insertOne({ _id: id, n: id });
  })();
  await holder!.withSession((session) =>
    session.withTransaction(async () => {
      tries++;
      await sample(holder).updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session, upsert: true });
      await setTimeout(400);
      await sample(holder).updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
    }),
  );
  done = true;
  await writing;
  expect(await sample(other).findOne({ _id: 1 })).toEqual({ _id: 1, n: 2 });
  expect(tries).toBeGreaterThan(1);
});

test("a transaction that was set aside goes on when all it saw still stands", async () => {
  const [holder, other] = await clientsOf(2, { idleMs: 60_000 });
  await sample(other).insertOne({ _id: 1, n: 0 });
  const session = begin(holder);
  expect(await sample(holder).findOne({ _id: 1 }, { session })).toEqual({ _id: 1, n: 0 });
  await sample(holder).insertOne({ _id: 2, n: 2 }, { session });
  await sample(other).insertOne({ _id: 3, n: 3 });
  // Its own insert is not seen outside, and not lost.
  expect(await sample(other).distinct("_id")).toEqual([1, 3]);
  await sample(holder).updateOne({ _id: 2 }, { $inc: { n: 1 } }, { session });
  await sample(other).insertOne({ _id: 4, n: 4 });
  await session.commitTransaction();
  expect(await sample(other).find().toArray()).toEqual([
    { _id: 1, n: 0 },
    { _id: 3, n: 3 },
    { _id: 4, n: 4 },
    { _id: 2, n: 3 },
  ]);
});

test.each([
  [
    "what it read was changed",
    (c: Collection<{ _id: number; n: number }>) => c.updateOne({ _id: 1 }, { $inc: { n: 1 } }),
  ],
  ["the key it inserted was taken", (c: Collection<{ _id: number; n: number }>) => c.insertOne({ _id: 2, n: 9 })],
])("a transaction that was set aside fails with WriteConflict when %s", async (_, meddle) => {
  const [holder, other] = await clientsOf(2, { idleMs: 60_000 });
  await sample(other).insertOne({ _id: 1, n: 0 });
  const session = begin(holder);
  await sample(holder).findOne({ _id: 1 }, { session });
  await sample(holder).insertOne({ _id: 2, n: 2 }, { session });
  await meddle(sample(other));
  const late = await session.commitTransaction().catch((error: unknown) => error);
  expect(late).toMatchObject({ code: 112 });
  expect(isTransient(late)).toBe(true);
  expect(await sample(other).countDocuments({ n: 2 })).toBe(0);
});

test("a plain write waits for a busy transaction and never answers WriteConflict; maxTimeMS ends its waiting", async () => {
  const [holder, other, third] = await clientsOf(3, { waitMs: 50 });
  let done = false;
  const busy = holder!.withSession((session) =>
    session.withTransaction(async () => {
      for (let n = 0; n < 200; n++)
        await sample(holder).updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session, upsert: true });
    }),
  );
  const plain = (async () => {
    for (let id = 10; !done; id++) await sample(other).insertOne({ _id: id, n: id });
  })();
  await busy;
  done = true;
  await plain;
  expect(await sample(third).findOne({ _id: 1 })).toEqual({ _id: 1, n: 200 });
  // A transaction that cannot be set aside: it is idle, has an open cursor, and no time limit.
  const [keeper, late] = await clientsOf(2, { idleMs: 60_000 });
  await sample(keeper).insertMany(Array.from({ length: 10 }, (__, id) => ({ _id: id, n: id })));
  const session = begin(keeper);
  await sample(keeper).find({}, { session, batchSize: 2 }).next();
  await expect(sample(late).insertOne({ _id: 50, n: 0 }, { maxTimeMS: 100 })).rejects.toMatchObject({ code: 50 });
  await session.abortTransaction();
  expect(await sample(late).countDocuments({ _id: 50 })).toBe(0);
});

test.each([
  [20, 20, 20, false],
  [150, 20, 20, false],
  [150, 20, 200, false],
  [150, 20, 200, true],
  [16, 100, 20, false],
  [16, 250, 200, false],
])(
  "%i transactions and %i plain writers, pool of %i (own: %s): nobody starves, nothing fails",
  async (transactions, writers, pool, ownPool) => {
    const server = await startEmbeddedMongo({ dataDir: ":memory:" });
    cleanups.push(server.close);
    const result = await runLoad(server.uri, { transactions, writers, pool, ownPool, seconds: long ? 10 : 0.5 });
    expect(result).toMatchObject({ errors: 0, drift: 0 });
    // A loose bound, since the machine may be busy with other tests; before the fix one of the two stood still.
    expect(result.plain_per_s).toBeGreaterThan(0);
    expect(result.transactions_per_s).toBeGreaterThan(0);
  },
);
