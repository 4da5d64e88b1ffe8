import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MongoClient } from "mongodb";
import { scratch, serverProcess, until } from "../test/support.ts";

/**
 * The database's figures: durable single inserts and finds through the driver, 32 at a time, against a server in its
 * own process; the same rows put straight into SQLite with the same group commit; start-up at 100,000 documents; and
 * what kill -9 under load loses. Prints one JSON object as its last line.
 */
const AT_ONCE = 32;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 4);
const DOCUMENTS = Number(process.env["BENCH_DOCUMENTS"] ?? 100_000);
const KILLS = Number(process.env["BENCH_KILLS"] ?? 10);

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

/** About 450 bytes, like an appointment of the product. */
const sample = (id: number): Sample => ({
  _id: id,
  patient: `patient-${id % 5000}`,
  specialist: `specialist-${id % 200}`,
  at: new Date(1_700_000_000_000 + id * 60_000),
  state: id % 3 === 0 ? "booked" : "done",
  note: "follow-up visit, urine protein to be repeated in three months. ".repeat(5),
});

/** Runs `work` in `AT_ONCE` lanes for the time; gives how many per second were done. */
const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  let done = 0;
  const lane = async () => {
    while (performance.now() - start < SECONDS * 1000) {
      await work();
      done++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return done / ((performance.now() - start) / 1000);
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The floor under every design: the same columns and indexes, 32 rows to a commit, no protocol, no driver. */
const straight = (path: string): number => {
  const db = new DatabaseSync(path);
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE c(r INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, d BLOB NOT NULL)",
  );
  for (const name of ["patient", "specialist", "at"])
    db.exec(`CREATE TABLE i_${name}(k BLOB NOT NULL, r INTEGER NOT NULL, PRIMARY KEY(k, r)) WITHOUT ROWID`);
  const insert = db.prepare("INSERT INTO c(k, d) VALUES (?, ?)");
  const indexes = (["patient", "specialist", "at"] as const).map((name) => ({
    name,
    statement: db.prepare(`INSERT INTO i_${name}(k, r) VALUES (?, ?)`),
  }));
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < SECONDS * 1000) {
    db.exec("BEGIN IMMEDIATE");
    for (let row = 0; row < AT_ONCE; row++) {
      const document = sample(done++);
      const { lastInsertRowid } = insert.run(
        Buffer.from(String(document._id).padStart(12, "0")),
        Buffer.from(JSON.stringify(document)),
      );
      for (const { name, statement } of indexes) statement.run(Buffer.from(String(document[name])), lastInsertRowid);
    }
    db.exec("COMMIT");
  }
  db.close();
  return done / ((performance.now() - start) / 1000);
};

const rssOf = (pid: number | undefined): number => {
  const line = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
};

const { path: dataDir, remove } = scratch();
let server = await serverProcess(dataDir);
let client = await new MongoClient(server.uri, { maxPoolSize: AT_ONCE }).connect();
const rows = () => client.db("bench").collection<Sample>("rows");
await rows().createIndexes([{ key: { patient: 1 } }, { key: { specialist: 1, at: 1 } }, { key: { at: 1 } }]);

let id = 0;
const ratios: number[] = [];
const inserts: number[] = [];
// Alternating rounds: whatever else the machine does, it does to both.
for (let round = 0; round < 3; round++) {
  const ours = await perSecond(() => rows().insertOne(sample(id++)));
  const { path, remove: removeFloor } = scratch();
  const floor = straight(join(path, "straight.db"));
  removeFloor();
  inserts.push(ours);
  ratios.push(ours / floor);
  note(`round ${round + 1}: ${ours.toFixed(0)} inserts/s, straight into SQLite ${floor.toFixed(0)} rows/s`);
}
const stored = id;
const finds = await perSecond(() => rows().findOne({ _id: Math.floor(Math.random() * stored) }));
note(`${finds.toFixed(0)} finds/s by _id`);

while (id < DOCUMENTS) await rows().insertMany(Array.from({ length: 1000 }, () => sample(id++)));
await client.close();
await server.stop();

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

process.stdout.write(
  `${JSON.stringify({
    name: "db",
    insert32_per_s: Math.round(median(inserts)),
    find32_per_s: Math.round(finds),
    vs_sqlite: Number(median(ratios).toFixed(3)),
    start_ms: median(starts),
    read100k_rss_mb: rss,
    kills: KILLS,
    lost,
  })}\n`,
);
