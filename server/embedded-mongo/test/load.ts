import { performance } from "node:perf_hooks";
import { MongoClient } from "mongodb";
import type { Collection } from "mongodb";

export interface Load {
  transactions: number;
  writers: number;
  /** Connections of the one client that all of them share, or of each of two when transactions have their own. */
  pool: number;
  ownPool?: boolean;
  seconds: number;
}

export interface LoadResult {
  plain_per_s: number;
  plain_p50_ms: number;
  transactions_per_s: number;
  errors: number;
  /** What the accounts hold in the end, less what they held: 0 unless a transfer was done by half. */
  drift: number;
}

const ACCOUNTS = 1000;

/**
 * So many clients that move money between two random accounts in a transaction of three statements, and so many that
 * insert one row after the other, all at once for so long.
 */
export const runLoad = async (uri: string, load: Load): Promise<LoadResult> => {
  const client = await new MongoClient(uri, { maxPoolSize: load.pool }).connect();
  const other = load.ownPool === true ? await new MongoClient(uri, { maxPoolSize: load.pool }).connect() : client;
  const rows: Collection<{ n: number; text: string }> = client.db("load").collection("rows");
  const accounts: Collection<{ _id: number; balance: number }> = other.db("load").collection("accounts");
  await accounts.deleteMany({});
  await accounts.insertMany(Array.from({ length: ACCOUNTS }, (_, id) => ({ _id: id, balance: 100 })));
  const end = performance.now() + load.seconds * 1000;
  const waits: number[] = [];
  let [moved, errors] = [0, 0];
  const anyone = () => Math.floor(Math.random() * ACCOUNTS);
  const repeat = async (step: () => Promise<unknown>, done: (ms: number) => void): Promise<void> => {
    while (performance.now() < end) {
      const began = performance.now();
      await step().then(
        () => done(performance.now() - began),
        () => errors++,
      );
    }
  };
  const move = () =>
    other.withSession((session) =>
      session.withTransaction(async () => {
        const [from, to] = [anyone(), anyone()];
        await accounts.findOne({ _id: from }, { session });
        await accounts.updateOne({ _id: from }, { $inc: { balance: -1 } }, { session });
        await accounts.updateOne({ _id: to }, { $inc: { balance: 1 } }, { session });
      }),
    );
  const began = performance.now();
  await Promise.all([
    ...Array.from({ length: load.transactions }, () => repeat(move, () => moved++)),
    ...Array.from({ length: load.writers }, (_, n) =>
      repeat(
        () => rows.insertOne({ n, text: "follow-up visit" }),
        (ms) => waits.push(ms),
      ),
    ),
  ]);
  const seconds = (performance.now() - began) / 1000;
  const sum = (await accounts.find().toArray()).reduce((total, { balance }) => total + balance, 0);
  await client.close();
  await other.close();
  return {
    plain_per_s: Math.round(waits.length / seconds),
    plain_p50_ms: Number((waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0).toFixed(1)),
    transactions_per_s: Math.round(moved / seconds),
    errors,
    drift: sum - ACCOUNTS * 100,
  };
};
