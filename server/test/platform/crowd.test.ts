import mongoose from "mongoose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEmbeddedMongo, type EmbeddedMongo } from "@fuzhen/embedded-mongo";
import { connectDatabase, disconnectDatabase, inTransaction } from "../../src/platform/database.ts";
import { databaseClients } from "../../src/platform/transaction-pool.ts";

const CROWD = process.env.TEST_LONG === "1" ? 1000 : 300;
/** More than the ordinary pool has connections. */
const WRITERS = 250;

interface Account {
  _id: number;
  balance: number;
}

const AccountModel = mongoose.model("CrowdAccount", new mongoose.Schema<Account>({ _id: Number, balance: Number }));
const RowModel = mongoose.model("CrowdRow", new mongoose.Schema<{ n: number }>({ n: Number }));

let database: EmbeddedMongo;
beforeAll(async () => {
  database = await startEmbeddedMongo({ dataDir: ":memory:" });
  await connectDatabase(database.uri);
  await AccountModel.insertMany(Array.from({ length: 50 }, (_, id) => ({ _id: id, balance: 100 })));
});
afterAll(async () => {
  await disconnectDatabase();
  mongoose.deleteModel(/^Crowd/);
  await database.close();
});

const ctx = { pokeOutbox: () => undefined };

const move = (from: number, to: number) =>
  inTransaction(ctx, async () => {
    await AccountModel.findById(from).lean();
    await AccountModel.updateOne({ _id: from }, { $inc: { balance: -1 } });
    await AccountModel.updateOne({ _id: to }, { $inc: { balance: 1 } });
  });

it(`${CROWD} transactions at once beside ${WRITERS} writers that hold the whole pool: each is done, or told busy in time`, async () => {
  const answers = { done: 0, busy: 0, others: [] as unknown[] };
  let crowded = true;
  let written = 0;
  const writers = Array.from({ length: WRITERS }, async (_, n) => {
    for (; crowded; written++) await RowModel.create({ n });
  });
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CROWD }, (_, n) =>
      move(n % 50, (n * 7 + 1) % 50).then(
        () => answers.done++,
        (error: unknown) => {
          if (error instanceof Error && "code" in error && error.code === "busy") answers.busy++;
          else answers.others.push(error);
        },
      ),
    ),
  );
  const took = performance.now() - began;
  crowded = false;
  await Promise.all(writers);
  expect(answers.others).toEqual([]);
  expect(answers.done).toBeGreaterThan(16);
  expect(answers.done + answers.busy).toBe(CROWD);
  expect(written).toBeGreaterThan(WRITERS);
  // Nobody waits longer than eight seconds for a turn and eight for the attempt itself; on a busy machine both end late.
  expect(took).toBeLessThan(60_000);
  const [total] = await AccountModel.aggregate<{ sum: number }>([{ $group: { _id: null, sum: { $sum: "$balance" } } }]);
  expect(total?.sum).toBe(5000);
  expect(await RowModel.countDocuments()).toBe(written);
});

it("statements of a transaction go over connections of their own", async () => {
  const [ordinary, own] = databaseClients();
  const used = { ordinary: 0, own: 0 };
  const countOrdinary = () => used.ordinary++;
  const countOwn = () => used.own++;
  ordinary?.on("connectionCheckedOut", countOrdinary);
  own?.on("connectionCheckedOut", countOwn);
  await move(1, 2);
  expect(used.ordinary).toBe(0);
  // Three statements and the commit.
  expect(used.own).toBe(4);
  await AccountModel.findById(1).lean();
  expect(used.ordinary).toBe(1);
  ordinary?.off("connectionCheckedOut", countOrdinary);
  own?.off("connectionCheckedOut", countOwn);
});

it("what a transaction wrote is gone when it throws, and nothing outside it saw that", async () => {
  await expect(
    inTransaction(ctx, async () => {
      await AccountModel.create({ _id: 900, balance: 1 });
      expect(await AccountModel.countDocuments({ _id: 900 })).toBe(1);
      expect(database.check()).toEqual([]);
      throw new Error("given up");
    }),
  ).rejects.toThrow("given up");
  expect(await AccountModel.countDocuments({ _id: 900 })).toBe(0);
});
