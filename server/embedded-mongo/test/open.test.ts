import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { afterEach, expect, test } from "vitest";
import { openEmbeddedMongo, startEmbeddedMongo, superviseEmbeddedMongo } from "../src/index.ts";
import { lockDirectory } from "../src/server/lock.ts";
import { scratch, until } from "./support.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const directory = (name = ""): string => {
  const { path, remove } = scratch();
  cleanups.push(remove);
  return join(path, name);
};

/** Writes one row through a client of its own; answers how many there are. */
const write = async (uri: string): Promise<number> => {
  const client = await new MongoClient(uri).connect();
  const rows = client.db("d").collection<{ n: number }>("rows");
  await rows.insertOne({ n: 1 });
  const count = await rows.countDocuments({});
  await client.close();
  return count;
};

test.each(["", "a".repeat(120)])("a command uses the running server, also with its socket elsewhere", async (name) => {
  const dataDir = directory(name);
  const server = await superviseEmbeddedMongo({ dataDir });
  cleanups.push(server.close);
  expect(await write(server.uri)).toBe(1);
  const opened = await openEmbeddedMongo({ dataDir });
  expect(opened).toMatchObject({ running: true, uri: server.uri });
  expect(await write(opened.uri)).toBe(2);
  await opened.close();
  expect(await write(server.uri)).toBe(3);
});

test("when no server runs, one is there for the command's time", async () => {
  const dataDir = directory();
  const first = await startEmbeddedMongo({ dataDir });
  await write(first.uri);
  await first.close();
  const opened = await openEmbeddedMongo({ dataDir });
  expect(opened.running).toBe(false);
  expect(await write(opened.uri)).toBe(2);
  await opened.close();
  const next = await startEmbeddedMongo({ dataDir });
  cleanups.push(next.close);
  expect(await write(next.uri)).toBe(3);
});

test("a directory without a database is refused, unless one is to be made", async () => {
  const dataDir = directory();
  await expect(openEmbeddedMongo({ dataDir })).rejects.toThrow("there is no database");
  const opened = await openEmbeddedMongo({ dataDir, create: true });
  expect(await write(opened.uri)).toBe(1);
  await opened.close();
});

test("a server that is still starting is waited for, but not for ever", async () => {
  const dataDir = directory("db");
  mkdirSync(dataDir);
  const made = await openEmbeddedMongo({ dataDir, create: true });
  await made.close();
  const unlock = lockDirectory(dataDir);
  await expect(openEmbeddedMongo({ dataDir, waitMs: 0 })).rejects.toThrow("in use");
  const waiting = openEmbeddedMongo({ dataDir });
  let done = false;
  void waiting.then(() => (done = true));
  unlock();
  await until(() => done);
  const opened = await waiting;
  expect(opened.running).toBe(false);
  await opened.close();
});
