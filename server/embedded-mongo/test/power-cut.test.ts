import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import { cutPower, readOperations } from "./power-cut/disk.ts";
import { long, random, scratch, serverProcess } from "./support.ts";

/** Of each kind of disk. */
const CUTS = long ? 150 : 5;
const { path: place, remove } = scratch();
afterAll(remove);

const recorder = join(place, "record.so");
const source = fileURLToPath(new URL("./power-cut/record.c", import.meta.url));
/** A C compiler is not asked of anyone who only wants to run the other tests. */
const compiled =
  process.platform === "linux" && spawnSync("cc", ["-O1", "-shared", "-fPIC", "-o", recorder, source]).status === 0;

/** What a client was told, and when (CLOCK_MONOTONIC, as the recorder's). */
interface Told {
  id: number;
  at: bigint;
}

interface Account {
  _id: string;
  balance: number;
}

/** Inserts, transfers in transactions and a reader at once, on a server whose every write and sync is recorded. */
const recordLoad = async (log: string, syncMs: number, writers: number) => {
  const { path: dataDir, remove: removeData } = scratch();
  const server = await serverProcess(dataDir, { LD_PRELOAD: recorder, POWER_CUT_LOG: log, SYNC_MS: String(syncMs) });
  const client = await new MongoClient(server.uri).connect();
  const rows = client.db("d").collection<{ _id: number }>("rows");
  const accounts = client.db("d").collection<Account>("accounts");
  await accounts.insertMany([
    { _id: "a", balance: 1000 },
    { _id: "b", balance: 1000 },
  ]);
  const from = process.hrtime.bigint();
  const [told, seen]: [Told[], Told[]] = [[], []];
  let next = 0;
  const end = performance.now() + 2000;
  const repeat = async (step: () => Promise<void>): Promise<void> => {
    while (performance.now() < end) await step();
  };
  const insert = async (): Promise<void> => {
    const id = next++;
    await rows.insertOne({ _id: id });
    told.push({ id, at: process.hrtime.bigint() });
  };
  const read = async (): Promise<void> => {
    const [newest] = await rows.find().sort({ _id: -1 }).limit(1).toArray();
    if (newest !== undefined) seen.push({ id: newest._id, at: process.hrtime.bigint() });
  };
  const move = () =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        await accounts.updateOne({ _id: "a" }, { $inc: { balance: -1 } }, { session });
        await accounts.updateOne({ _id: "b" }, { $inc: { balance: 1 } }, { session });
      }),
    );
  await Promise.all([
    ...Array.from({ length: writers }, () => repeat(insert)),
    repeat(read),
    repeat(move),
    repeat(move),
  ]);
  const to = process.hrtime.bigint();
  await client.close();
  await server.kill();
  removeData();
  return { from, to, told, seen };
};

test.runIf(compiled).each([
  // Commits share syncs, which other threads make while the server goes on.
  ["slow", 6, 8],
  // Each commit is synced on the spot.
  ["fast", 0, 40],
])(
  `the power of a machine with a %s disk is cut ${CUTS} times: whatever of the unsynced writes it kept, nothing that anyone was told is gone`,
  async (disk, syncMs, writers) => {
    const log = join(place, disk);
    const { from, to, told, seen } = await recordLoad(log, syncMs, writers);
    const operations = readOperations(log);
    expect(operations.filter(({ op }) => op === "E").length).toBeGreaterThan(5);
    const chance = random(7);
    /** The database that starts on what the disk holds: what is wrong with it, and who of those told by then is not in it. */
    const remainsAt = async (moment: bigint, kept: number, syncs = true) => {
      const { path: dataDir, remove: removeData } = scratch();
      cutPower(operations, moment, dataDir, { keeps: () => chance() < kept, syncs });
      const server = await startEmbeddedMongo({ dataDir });
      const client = await new MongoClient(server.uri).connect();
      try {
        const present = new Set(await client.db("d").collection<{ _id: number }>("rows").distinct("_id"));
        const accounts = await client.db("d").collection<Account>("accounts").find().toArray();
        return {
          wrong: server.check(),
          sum: accounts.reduce((sum, { balance }) => sum + balance, 0),
          lost: [...told, ...seen].filter(({ id, at }) => at <= moment && !present.has(id)).map(({ id }) => id),
        };
      } finally {
        await client.close();
        await server.close();
        removeData();
      }
    };
    for (let cut = 0; cut < CUTS; cut++) {
      const moment = from + BigInt(Math.floor(chance() * Number(to - from)));
      const remains = await remainsAt(moment, [0, 0.5, 0.9, 1][cut % 4] ?? 0);
      expect({ cut, ...remains }).toEqual({ cut, wrong: [], sum: 2000, lost: [] });
    }
    // The harness can see a loss: a disk that keeps nothing of what was synced has lost all of them.
    const { lost } = await remainsAt(to, 0, false);
    expect(lost.length).toBe(told.length + seen.length);
  },
);
