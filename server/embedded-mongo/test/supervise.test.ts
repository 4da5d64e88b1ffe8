import { execFile, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { MongoClient, MongoNetworkError } from "mongodb";
import { afterEach, expect, test } from "vitest";
import { startEmbeddedMongo, superviseEmbeddedMongo } from "../src/index.ts";
import type { LogLine } from "../src/index.ts";
import { childOptions } from "../src/supervise.ts";
import { scratch, serverProcess, until } from "./support.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const directory = (): string => {
  const { path, remove } = scratch();
  cleanups.push(remove);
  return path;
};

const running = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("a database that dies is started again under the same address, and the client heals", async () => {
  const lines: LogLine[] = [];
  const database = await superviseEmbeddedMongo({ dataDir: directory(), log: (line) => lines.push(line) });
  cleanups.push(database.close);
  const client = await new MongoClient(database.uri, { minHeartbeatFrequencyMS: 20 }).connect();
  cleanups.push(() => client.close());
  const rows = client.db("d").collection<{ n: number }>("rows");
  await rows.insertOne({ n: 1 });
  const first = database.pid();
  process.kill(first ?? 0, "SIGKILL");
  await until(() => database.pid() !== undefined && database.pid() !== first);
  await until(() =>
    rows.insertOne({ n: 2 }).then(
      () => true,
      () => false,
    ),
  );
  expect(await rows.countDocuments({ n: 1 })).toBe(1);
  expect(lines.filter((line) => line.level === "error").map((line) => line.msg)).toEqual([
    "embedded database died, restarting",
  ]);
});

/** Stands for minutes of work in one command: meanwhile nothing else is answered, and no signal is handled. */
const endless = () => {
  const upTo = (input: unknown, inside: unknown) => ({ $reduce: { input, initialValue: 0, in: inside } });
  const range = { $range: [0, 100_000] };
  return [{ $documents: [{}] }, { $project: { n: upTo(range, upTo(range, { $add: ["$$value", "$$this"] })) } }];
};

test("a database that does not answer is killed and started again", async () => {
  const lines: LogLine[] = [];
  const database = await superviseEmbeddedMongo({
    dataDir: directory(),
    silenceMs: 1000,
    log: (line) => lines.push(line),
  });
  cleanups.push(database.close);
  const client = await new MongoClient(database.uri, { retryReads: false, minHeartbeatFrequencyMS: 20 }).connect();
  cleanups.push(() => client.close());
  const first = database.pid();
  await expect(client.db("d").aggregate(endless()).toArray()).rejects.toBeInstanceOf(MongoNetworkError);
  await until(() => database.pid() !== undefined && database.pid() !== first);
  await until(() =>
    client
      .db("d")
      .command({ ping: 1 })
      .then(
        () => true,
        () => false,
      ),
  );
  expect(lines.filter(({ level }) => level === "error").map(({ msg }) => msg)).toEqual([
    "embedded database does not answer, killing it",
    "embedded database died, restarting",
  ]);
});

test("work that says before how long it may take is let finish", async () => {
  const dataDir = directory();
  const lines: LogLine[] = [];
  const database = await superviseEmbeddedMongo({ dataDir, silenceMs: 500, log: (line) => lines.push(line) });
  cleanups.push(database.close);
  const client = await new MongoClient(database.uri).connect();
  cleanups.push(() => client.close());
  const rows = client.db("d").collection("rows");
  for (let batch = 0; batch < 60; batch++)
    await rows.insertMany(Array.from({ length: 1000 }, (_, n) => ({ n, tags: ["a", "b", "c", "d"] })));
  await rows.createIndex({ n: 1, tags: 1 });
  const began = performance.now();
  expect(await client.db("d").command({ validate: "rows" })).toMatchObject({ valid: true });
  // Longer than the silence after which the child would be killed; otherwise the test would show nothing.
  expect(performance.now() - began).toBeGreaterThan(500);
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
});

test("closing ends the process and frees the directory", async () => {
  const dataDir = directory();
  const database = await superviseEmbeddedMongo({ dataDir });
  const pid = database.pid() ?? 0;
  await database.close();
  await until(() => !running(pid));
  const next = await startEmbeddedMongo({ dataDir });
  expect(next.check()).toEqual([]);
  await next.close();
});

test("a child that is told to end before it serves ends quietly, whatever it is at", async () => {
  const entry = fileURLToPath(new URL("../src/child.ts", import.meta.url));
  const dataDir = directory();
  /** What it says and how it ends when its parent turns away once it has said `phase`, or at once. */
  const told = async (phase: "fork" | "online" | "opening"): Promise<string> => {
    const child = fork(entry, [], { ...childOptions(dataDir), stdio: ["ignore", "ignore", "pipe", "ipc"] });
    const said = text(child.stderr!);
    child.on("message", (message: { online?: true }) => {
      if (message.online !== true) return;
      if (phase === "opening") child.send({ dataDir, socketPath: join(dataDir, "mongo.sock") });
      child.disconnect();
    });
    if (phase === "fork") child.disconnect();
    const [code] = await once(child, "exit");
    return `${code} ${await said}`;
  };
  expect(await told("fork")).toBe("0 ");
  expect(await told("online")).toBe("0 ");
  expect(await told("opening")).toBe("0 ");
});

test("closing while the database is being restarted waits for nothing", async () => {
  const dataDir = directory();
  const lines: LogLine[] = [];
  const database = await superviseEmbeddedMongo({ dataDir, log: (line) => lines.push(line) });
  const first = database.pid() ?? 0;
  process.kill(first, "SIGKILL");
  await until(() => ![undefined, first].includes(database.pid()));
  const second = database.pid() ?? 0;
  // As a machine with too much to do would have it: the new child does not come to read that it is to end.
  process.kill(second, "SIGSTOP");
  const began = performance.now();
  await database.close();
  expect(performance.now() - began).toBeLessThan(2500);
  expect(running(second)).toBe(false);
  expect(lines.map(({ msg }) => msg)).toEqual(["embedded database ready", "embedded database died, restarting"]);
});

test.each([
  ["is not there", "/nowhere/node"],
  ["is refused at once", "/etc/passwd/node"],
])("a child whose program %s is tried again until it starts", async (_, missing) => {
  const lines: LogLine[] = [];
  const database = await superviseEmbeddedMongo({ dataDir: directory(), log: (line) => lines.push(line) });
  cleanups.push(database.close);
  const node = process.execPath;
  cleanups.push(() => (process.execPath = node));
  process.execPath = missing;
  const first = database.pid();
  process.kill(first ?? 0, "SIGKILL");
  await until(() => lines.filter(({ msg }) => msg === "embedded database died, restarting").length >= 2);
  expect(database.pid()).toBeUndefined();
  process.execPath = node;
  await until(() => lines.filter(({ msg }) => msg === "embedded database ready").length === 2);
});

test("a directory in use is an error at start, not an endless restart", async () => {
  const dataDir = directory();
  const holder = await startEmbeddedMongo({ dataDir });
  cleanups.push(holder.close);
  await expect(superviseEmbeddedMongo({ dataDir })).rejects.toThrow("in use");
});

test("a database that does not answer can be closed", async () => {
  const database = await superviseEmbeddedMongo({ dataDir: directory() });
  const client = await new MongoClient(database.uri, { retryReads: false }).connect();
  const lost = client
    .db("d")
    .aggregate(endless())
    .toArray()
    .catch((error: unknown) => error);
  // The first command has arrived once a later one on another connection gets no answer.
  const silent = async (): Promise<boolean> =>
    Promise.race([
      client
        .db("d")
        .command({ ping: 1 })
        .then(
          () => false,
          () => true,
        ),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 300)),
    ]);
  await until(silent);
  const began = performance.now();
  await database.close();
  expect(performance.now() - began).toBeLessThan(9500);
  expect(await lost).toBeInstanceOf(MongoNetworkError);
  await client.close();
});

test("kill -9 of the parent leaves no orphan that keeps the lock", async () => {
  const dataDir = directory();
  const parent = fork(fileURLToPath(new URL("./parent.ts", import.meta.url)), [dataDir], { execArgv: [] });
  const pid = await new Promise<number>((resolve) =>
    parent.once("message", (message: { pid: number }) => resolve(message.pid)),
  );
  parent.kill("SIGKILL");
  await until(() => !running(pid));
  const next = await startEmbeddedMongo({ dataDir });
  expect(next.check()).toEqual([]);
  await next.close();
});

/** Only root may become someone else; the mode bits are tested for everyone in durability.test.ts. */
const canSwitch =
  process.getuid?.() === 0 && spawnSync("setpriv", ["--reuid=65534", "--clear-groups", "true"]).status === 0;

test.runIf(canSwitch)("another user of the machine can neither connect nor read", async () => {
  const dataDir = directory();
  const server = await startEmbeddedMongo({ dataDir });
  cleanups.push(server.close);
  const attempt = (command: string) =>
    spawnSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", command], {
      encoding: "utf8",
    });
  expect(attempt("id -u").stdout.trim()).toBe("65534");
  expect(attempt(`cat ${join(dataDir, "data.db")}`)).toMatchObject({
    stdout: "",
    stderr: expect.stringContaining("denied") as string,
  });
  expect(attempt(`ls ${dataDir}`).status).not.toBe(0);
  const program = `require("net").connect(process.argv[1]).on("error", (e) => { process.stdout.write(e.code); }).on("connect", () => { process.stdout.write("in"); process.exit(); })`;
  const outcome = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      ["-e", program, server.socketPath],
      { uid: 65534, gid: 65534, cwd: "/" },
      (error, stdout) => resolve(stdout === "" ? (error?.message ?? "") : stdout),
    );
  });
  expect(outcome).not.toBe("in");
  expect(outcome).toMatch(/EACCES/);
});

test("reading 100,000 documents keeps the server below 250 MB", async () => {
  const server = await serverProcess(directory());
  cleanups.push(server.stop);
  const client = await new MongoClient(server.uri).connect();
  cleanups.push(() => client.close());
  const rows = client.db("d").collection<{ n: number; text: string }>("rows");
  for (let from = 0; from < 100_000; from += 2000)
    await rows.insertMany(
      Array.from({ length: 2000 }, (_, at) => ({ n: (from + at) % 977, text: "follow-up ".repeat(38) })),
    );
  let plain = 0;
  for await (const row of rows.find()) plain += row.n >= 0 ? 1 : 0;
  // Sorted without an index, which must not hold the documents either.
  let sorted = 0;
  let last = -1;
  for await (const row of rows.find().sort({ n: 1 })) {
    sorted += row.n >= last ? 1 : 0;
    last = row.n;
  }
  expect([plain, sorted]).toEqual([100_000, 100_000]);
  const status = readFileSync(`/proc/${server.process.pid}/status`, "utf8");
  expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024).toBeLessThan(250);
});
