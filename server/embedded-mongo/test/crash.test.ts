import { MongoClient } from "mongodb";
import type { Collection } from "mongodb";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import { long, scratch, serverProcess, until } from "./support.ts";

const KILLS = Number(process.env["CRASH_KILLS"] ?? (long ? 50 : 5));
const { path: dataDir, remove } = scratch();
afterAll(remove);

interface Row {
  _id: string;
  worker: number;
  n: number;
}

interface Account {
  _id: number;
  balance: number;
}

/** Runs until stopped; an error only means that the outcome is unknown, as it would on MongoDB. */
const loop = (stopped: () => boolean, step: () => Promise<void>): Promise<void> =>
  (async () => {
    while (!stopped()) await step().catch(() => undefined);
  })();

test(
  `kill -9 under load, ${KILLS} times: nothing acknowledged is lost, sums stay, indexes agree`,
  { timeout: 170_000 },
  async () => {
    const acknowledged = new Set<string>();
    let server = await serverProcess(dataDir);
    let next = 0;
    {
      const client = await new MongoClient(server.uri).connect();
      await client
        .db("d")
        .collection<Row>("rows")
        .createIndexes([{ key: { worker: 1, n: 1 } }, { key: { n: 1 }, unique: true }]);
      await client
        .db("d")
        .collection<Account>("accounts")
        .insertMany([
          { _id: 1, balance: 1000 },
          { _id: 2, balance: 1000 },
        ]);
      await client.close();
    }
    let counted = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const client = new MongoClient(server.uri, { minHeartbeatFrequencyMS: 20, maxPoolSize: 10 });
      const rows: Collection<Row> = client.db("d").collection("rows");
      const accounts: Collection<Account> = client.db("d").collection("accounts");
      let stopped = false;
      let done = 0;
      const inserters = Array.from({ length: 5 }, (_, worker) =>
        loop(
          () => stopped,
          async () => {
            const row = { _id: `${kill}-${next}`, worker, n: next++ };
            await rows.insertOne(row);
            acknowledged.add(row._id);
            done++;
          },
        ),
      );
      const counters = Array.from({ length: 2 }, (_, at) =>
        loop(
          () => stopped,
          async () => {
            await client
              .db("d")
              .collection<{ _id: number; n: number }>("counters")
              .updateOne({ _id: at }, { $inc: { n: 1 } }, { upsert: true });
            counted++;
          },
        ),
      );
      const transfers = loop(
        () => stopped,
        () =>
          client
            .withSession((session) =>
              session.withTransaction(async () => {
                await accounts.updateOne({ _id: 1 }, { $inc: { balance: -1 } }, { session });
                await accounts.updateOne({ _id: 2 }, { $inc: { balance: 1 } }, { session });
              }),
            )
            .then(() => undefined),
      );
      await until(() => done >= 20 + (kill % 10) * 5);
      await server.kill();
      // The clients meet the new process while they are still at work: their retries are part of the test.
      server = await serverProcess(dataDir);
      stopped = true;
      await Promise.all([...inserters, ...counters, transfers]);
      await client.close();
    }
    await server.stop();
    const last = await startEmbeddedMongo({ dataDir });
    const client = await new MongoClient(last.uri).connect();
    try {
      expect(last.check()).toEqual([]);
      const rows: Collection<Row> = client.db("d").collection("rows");
      const scanned = await rows.find().hint({ $natural: 1 }).toArray();
      const present = new Set(scanned.map((row) => row._id));
      expect([...acknowledged].filter((id) => !present.has(id))).toEqual([]);
      const byIndex = await rows
        .find({ worker: { $gte: 0 } })
        .hint({ worker: 1, n: 1 })
        .toArray();
      expect(byIndex.map((row) => row._id).toSorted()).toEqual(scanned.map((row) => row._id).toSorted());
      expect(
        (
          await rows
            .find({ n: { $gte: 0 } })
            .hint("n_1")
            .toArray()
        ).length,
      ).toBe(scanned.length);
      const accounts = await client.db("d").collection<Account>("accounts").find().toArray();
      expect(accounts.reduce((sum, account) => sum + account.balance, 0)).toBe(2000);
      const counters = await client.db("d").collection<{ n: number }>("counters").find().toArray();
      expect(counters.reduce((sum, counter) => sum + counter.n, 0)).toBeGreaterThanOrEqual(counted);
    } finally {
      await client.close();
      await last.close();
    }
  },
);
