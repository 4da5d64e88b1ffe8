import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { serialize } from "bson";
import { MongoClient } from "mongodb";
import type { Value } from "../src/bson/types.ts";
import { encodeKey, encodeTuple } from "../src/values/key.ts";
import { runLoad } from "../test/load.ts";
import type { LoadResult } from "../test/load.ts";
import { scratch, serverProcess, until } from "../test/support.ts";

/**
 * The database's figures: durable single inserts and finds through the driver, 32 at a time, against a server in its
 * own process; the same rows put straight into SQLite with the same group commit; start-up at 100,000 documents; what
 * kill -9 under load loses; transactions beside plain writers, writers beside a transaction whose client does nothing,
 * and what slow readers of large documents make the server hold. Prints one JSON object as its last line.
 */
const AT_ONCE = 32;
/** Of one round. */
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 1);
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 15);
const MAX_WARM = 12;
const DOCUMENTS = Number(process.env["BENCH_DOCUMENTS"] ?? 100_000);
const KILLS = Number(process.env["BENCH_KILLS"] ?? 10);
/** Transactions beside plain writers, all clients on one pool of 200 connections. */
const LOADS = [
  [20, 20],
  [150, 20],
  [16, 100],
] as const;
const LOAD_SECONDS = Number(process.env["BENCH_LOAD_SECONDS"] ?? 8);
const READERS = 100;
const LARGE_DOCUMENTS = 12;

const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

interface Sample {
  _id: number;
  patient: string;
  specialist: string;
  at: Date;
  state: string;
  note: string;
}

const INDEXES = {
  patient: ["patient"],
  specialist: ["specialist", "at"],
  at: ["at"],
} as const satisfies Record<string, readonly (keyof Sample)[]>;

/** About 450 bytes, like an appointment of the product. */
const sample = (id: number): Sample => ({
  _id: id,
  patient: `patient-${id % 5000}`,
  specialist: `specialist-${id % 200}`,
  at: new Date(1_700_000_000_000 + id * 60_000),
  state: id % 3 === 0 ? "booked" : "done",
  note: "follow-up visit, urine protein to be repeated in three months. ".repeat(5),
});

/** Runs `work` in `AT_ONCE` lanes for so long; gives how many per second were done. */
const perSecond = async (work: () => Promise<unknown>, seconds: number): Promise<number> => {
  const start = performance.now();
  let done = 0;
  const lane = async () => {
    while (performance.now() - start < seconds * 1000) {
      await work();
      done++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return done / ((performance.now() - start) / 1000);
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * The floor under every design: the same bytes in the same tables with the same settings, 32 rows to a commit, but no
 * protocol, no driver, no second process and no record of retryable writes. It keeps its file over all rounds, as the
 * server does.
 */
class Straight {
  private readonly db: DatabaseSync;
  private readonly insert: StatementSync;
  private readonly indexes: { values: (row: Sample) => Value[]; statement: StatementSync }[];
  private next = 0;

  constructor(path: string) {
    this.db = new DatabaseSync(path);
    this.db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8000",
    );
    this.db.exec("CREATE TABLE c(r INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, d BLOB NOT NULL)");
    this.insert = this.db.prepare("INSERT INTO c(k, d) VALUES (?, ?)");
    this.indexes = Object.entries(INDEXES).map(([name, fields]) => {
      this.db.exec(`CREATE TABLE i_${name}(k BLOB NOT NULL, r INTEGER NOT NULL, PRIMARY KEY(k, r)) WITHOUT ROWID`);
      return {
        values: (row) => fields.map((field) => row[field]),
        statement: this.db.prepare(`INSERT INTO i_${name}(k, r) VALUES (?, ?)`),
      };
    });
  }

  /** Rows per second. */
  round(seconds: number): number {
    const [start, first] = [performance.now(), this.next];
    while (performance.now() - start < seconds * 1000) {
      this.db.exec("BEGIN IMMEDIATE");
      for (let row = 0; row < AT_ONCE; row++) {
        const document = sample(this.next++);
        const { lastInsertRowid } = this.insert.run(encodeKey(document._id), serialize(document));
        for (const { values, statement } of this.indexes)
          statement.run(encodeTuple(values(document), [1, 1]), lastInsertRowid);
      }
      this.db.exec("COMMIT");
    }
    return (this.next - first) / ((performance.now() - start) / 1000);
  }

  close(): void {
    this.db.close();
  }
}

/** What a row is in the file: key, document, then its entries in every index. Fails unless both wrote the same bytes. */
const checkSameWork = (ours: string, floor: string): void => {
  const read = (path: string, table: string, indexes: string[]) => {
    const db = new DatabaseSync(path, { readOnly: true });
    const row = db.prepare(`SELECT r, k, d FROM ${table} WHERE k = ?`).get(encodeKey(7));
    const entries = indexes.map((name) => db.prepare(`SELECT k FROM ${name} WHERE r = ?`).all(Number(row?.["r"])));
    db.close();
    return [row?.["k"], row?.["d"], ...entries.map((found) => found.map((entry) => entry["k"]))];
  };
  deepStrictEqual(
    read(ours, "c_1", ["i_1", "i_2", "i_3"]),
    read(
      floor,
      "c",
      Object.keys(INDEXES).map((name) => `i_${name}`),
    ),
  );
};

const rssOf = (pid: number | undefined): number => {
  const line = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
};

const { path: dataDir, remove } = scratch();
const { path: floorDir, remove: removeFloor } = scratch();
const floor = new Straight(join(floorDir, "straight.db"));
let server = await serverProcess(dataDir);
let client = await new MongoClient(server.uri, { maxPoolSize: AT_ONCE }).connect();
const rows = () => client.db("bench").collection<Sample>("rows");
await rows().createIndexes(
  Object.values(INDEXES).map((fields) => ({ key: Object.fromEntries(fields.map((field) => [field, 1])) })),
);

let id = 0;
const ratios: number[] = [];
const inserts: number[] = [];
const floors: number[] = [];
const insert = () => rows().insertOne(sample(id++));
/**
 * Rounds that do not count, until three in a row differ by less than a tenth: connections, compiled code, the first
 * pages. A round is a second, and the server needs some of them before all that is run often is compiled.
 */
const warm = async (round: () => number | Promise<number>): Promise<void> => {
  const last: number[] = [];
  for (let rounds = 0; rounds < MAX_WARM; rounds++) {
    last.push(await round());
    const three = last.slice(-3);
    if (three.length === 3 && Math.max(...three) < 1.1 * Math.min(...three)) return;
  }
  note(`not steady after ${MAX_WARM} rounds: ${last.map((rate) => rate.toFixed(0)).join(" ")}`);
};
await warm(() => perSecond(insert, SECONDS));
await warm(() => floor.round(SECONDS));
// Many short rounds in turns (A B, B A, …): whatever else the machine does, it does to both.
for (let round = 0; round < ROUNDS; round++) {
  let below = round % 2 === 0 ? undefined : floor.round(SECONDS);
  const ours = await perSecond(insert, SECONDS);
  below ??= floor.round(SECONDS);
  inserts.push(ours);
  floors.push(below);
  ratios.push(ours / below);
  note(
    `round ${round + 1}: ${ours.toFixed(0)} inserts/s, straight into SQLite ${below.toFixed(0)} rows/s, ratio ${(ours / below).toFixed(2)}`,
  );
}
floor.close();
const stored = id;
const finds = await perSecond(() => rows().findOne({ _id: Math.floor(Math.random() * stored) }), 4 * SECONDS);
note(`${finds.toFixed(0)} finds/s by _id`);

while (id < DOCUMENTS) await rows().insertMany(Array.from({ length: 1000 }, () => sample(id++)));
await client.close();
await server.stop();
checkSameWork(join(dataDir, "data.db"), join(floorDir, "straight.db"));
removeFloor();

server = await serverProcess(dataDir);
client = await new MongoClient(server.uri).connect();
let read = 0;
for await (const row of rows().find()) read += row._id >= 0 ? 1 : 0;
const rss = rssOf(server.process.pid);
note(`read ${read} documents; the server's memory was at most ${rss} MB`);
await client.close();
await server.kill();
const starts: number[] = [];
for (let round = 0; round < 3; round++) {
  server = await serverProcess(dataDir);
  starts.push(server.startMs);
  await server.kill();
}

const acknowledged: number[] = [];
server = await serverProcess(dataDir);
for (let kill = 0; kill < KILLS; kill++) {
  client = new MongoClient(server.uri, { minHeartbeatFrequencyMS: 20, serverSelectionTimeoutMS: 3000 });
  const before = acknowledged.length;
  let stopped = false;
  const lanes = Array.from({ length: 8 }, async () => {
    while (!stopped) {
      const row = sample(id++);
      await rows()
        .insertOne(row)
        .then(
          () => acknowledged.push(row._id),
          () => undefined,
        );
    }
  });
  await until(() => acknowledged.length > before + 50 + kill * 7);
  await server.kill();
  server = await serverProcess(dataDir);
  stopped = true;
  await Promise.all(lanes);
  await client.close();
}
client = await new MongoClient(server.uri).connect();
const present = new Set(await rows().distinct("_id", { _id: { $in: acknowledged } }));
const lost = acknowledged.filter((row) => !present.has(row)).length;
await client.close();
await server.stop();
remove();

const loads: Record<string, LoadResult> = {};
for (const [transactions, writers] of LOADS) {
  const { path, remove: removeLoad } = scratch();
  server = await serverProcess(path);
  const result = await runLoad(server.uri, { transactions, writers, pool: 200, seconds: LOAD_SECONDS });
  loads[`${transactions}+${writers}`] = result;
  note(`${transactions} transactions + ${writers} plain writers: ${JSON.stringify(result)}`);
  await server.stop();
  removeLoad();
}
const ofLoads = (key: keyof LoadResult) =>
  Object.fromEntries(Object.entries(loads).map(([name, result]) => [name, result[key]]));

/** What plain writes wait beside a transaction whose client has read, or written, and then does nothing. */
const idleHolderWaits = async (): Promise<number[]> => {
  const { path, remove: removeIdle } = scratch();
  server = await serverProcess(path);
  const [holder, writer] = [await new MongoClient(server.uri).connect(), await new MongoClient(server.uri).connect()];
  const accounts = holder.db("bench").collection<{ _id: number; n: number }>("idle");
  await accounts.insertOne({ _id: 0, n: 0 });
  const waits: number[] = [];
  for (let round = 0; round < 60; round++) {
    const session = holder.startSession();
    session.startTransaction();
    if (round % 2 === 0) await accounts.findOne({}, { session });
    else await accounts.updateOne({ _id: 0 }, { $inc: { n: 1 } }, { session });
    // The first meets the holder; those after it what is left of it.
    for (let write = 0; write < 2; write++) {
      const began = performance.now();
      await writer.db("bench").collection("beside").insertOne({ round, write });
      waits.push(performance.now() - began);
    }
    await session.abortTransaction();
    await session.endSession();
  }
  await Promise.all([holder.close(), writer.close()]);
  await server.stop();
  removeIdle();
  return waits.toSorted((a, b) => a - b);
};
const waits = await idleHolderWaits();
note(`beside an idle transaction a write waits ${median(waits).toFixed(1)} ms, at most ${waits.at(-1)?.toFixed(1)} ms`);

/** The most memory the server takes while so many clients read documents of 1 MB, each with a pause after every one. */
const cursorPeak = async (): Promise<number> => {
  const { path, remove: removeLarge } = scratch();
  server = await serverProcess(path);
  const reader = await new MongoClient(server.uri, { maxPoolSize: READERS }).connect();
  const large = reader.db("bench").collection<{ _id: number; text: string }>("large");
  for (let n = 0; n < LARGE_DOCUMENTS; n++) await large.insertOne({ _id: n, text: "x".repeat(1024 * 1024) });
  const read = async (): Promise<void> => {
    for await (const row of large.find()) {
      if (row.text.length !== 1024 * 1024) throw new Error("a document came back short");
      await setTimeout(100);
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  const peak = rssOf(server.process.pid);
  await reader.close();
  await server.stop();
  removeLarge();
  return peak;
};
const cursorPeakMb = await cursorPeak();
note(`${READERS} slow readers of 1 MB documents: the server's memory was at most ${cursorPeakMb} MB`);

process.stdout.write(
  `${JSON.stringify({
    name: "db",
    insert32_per_s: Math.round(median(inserts)),
    find32_per_s: Math.round(finds),
    vs_sqlite: Number(median(ratios).toFixed(3)),
    vs_sqlite_range: [Math.min(...ratios), Math.max(...ratios)].map((ratio) => Number(ratio.toFixed(3))),
    straight_per_s: Math.round(median(floors)),
    start_ms: median(starts),
    read100k_rss_mb: rss,
    kills: KILLS,
    lost,
    plain_p50_ms: ofLoads("plain_p50_ms"),
    plain_per_s: ofLoads("plain_per_s"),
    transactions_per_s: ofLoads("transactions_per_s"),
    errors: Object.values(loads).reduce((sum, { errors, drift }) => sum + errors + Math.abs(drift), 0),
    idle_holder_wait_ms_p99: Number(waits[Math.floor(waits.length * 0.99)]?.toFixed(1)),
    cursor_peak_mb: cursorPeakMb,
  })}\n`,
);
