import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UserModel } from "../../src/modules/users/user.model.ts";
import "../../src/modules/modules.ts";
import { openDatabase } from "../../src/platform/open-database.ts";
import { startRealServer, endedInOrder } from "../support/real-server.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-open-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test("a command opens the database of an installation before, while and after its server runs", async () => {
  const env = { DATA_DIR: dataDir, MONGODB_URI: undefined };
  await expect(openDatabase(env)).rejects.toThrow("there is no database");

  const made = await openDatabase(env, { create: true });
  expect(made).toMatchObject({ kind: "embedded", running: false });
  expect((await UserModel.collection.indexes()).map(({ key }) => key)).toContainEqual({ phoneLookup: 1 });
  await UserModel.collection.dropIndexes();
  await made.close();
  expect(mongoose.connection.readyState).toBe(mongoose.ConnectionStates.disconnected);

  // Looks only: an index that is gone stays gone, so that it can be seen.
  const looked = await openDatabase(env);
  expect(await UserModel.collection.indexes()).toHaveLength(1);
  await looked.close();

  const server = await startRealServer(dataDir, { DEMO: "true" });
  const beside = await openDatabase(env);
  expect(beside.running).toBe(true);
  expect(await UserModel.countDocuments()).toBeGreaterThan(0);
  await beside.close();
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  server.signal("SIGTERM");
  expect(await endedInOrder(server)).toBe(true);
});

test("MONGODB_URI goes before the embedded database", async () => {
  const { startEmbeddedMongo } = await import("@fuzhen/embedded-mongo");
  const external = await startEmbeddedMongo({ dataDir: ":memory:" });
  const opened = await openDatabase({ DATA_DIR: dataDir, MONGODB_URI: external.uri });
  expect(opened).toMatchObject({ kind: "external", running: null, uri: external.uri });
  await opened.close();
  await external.close();
});
