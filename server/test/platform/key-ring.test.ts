import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedMongo, type EmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readEnv } from "../../src/env.ts";
import { connectDatabase, disconnectDatabase } from "../../src/platform/database.ts";
import { openKeys } from "../../src/platform/key-ring.ts";
import { createKeys, keyPurposes } from "../../src/platform/keys.ts";
import { loadMasterKeys } from "../../src/platform/master-key.ts";

let database: EmbeddedMongo;
let dataDir: string;
const now = new Date();
beforeAll(async () => {
  database = await startEmbeddedMongo({ dataDir: ":memory:" });
  await connectDatabase(database.uri);
});
afterAll(async () => {
  await disconnectDatabase();
  await database.close();
});
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-keys-"));
});
afterEach(async () => {
  for (const { name } of (await mongoose.connection.db?.listCollections().toArray()) ?? [])
    await mongoose.connection.collection(name).deleteMany({});
  await rm(dataDir, { recursive: true, force: true });
});

const base64 = (bytes: Buffer) => bytes.toString("base64");
const mastersOf = (settings: Record<string, string> = {}) => {
  const env = readEnv({ NODE_ENV: "test", DATA_DIR: dataDir, ...settings });
  return () => loadMasterKeys(env);
};
const rows = () => mongoose.connection.collection<{ _id: string; wrapped: string }>("keys").find().toArray();

test("two servers at the first start agree on one key for each purpose, and no key lies open", async () => {
  const both = await Promise.all([openKeys(mastersOf(), now), openKeys(mastersOf(), now)]);
  const [one, other] = both;
  expect(other.open(one.seal("text", "here"), "here")).toBe("text");
  expect(other.lookup("phone:1")).toBe(one.lookup("phone:1"));
  expect(other.macMatches("link", one.mac("link"))).toBe(true);
  expect(other.refreshMacMatches("token", one.refreshMac("token"))).toBe(true);
  expect(other.accessKey()).toEqual(one.accessKey());
  const stored = JSON.stringify(await rows());
  expect((await rows()).map(({ _id }) => _id).toSorted()).toEqual(
    keyPurposes.map((purpose) => `${purpose}.1`).toSorted(),
  );
  const { key } = one.accessKey();
  for (const form of ["base64", "base64url", "hex"] as const) expect(stored).not.toContain(key.toString(form));
  // In a new installation nothing is sealed by the master key itself.
  const { current } = await mastersOf()();
  expect(createKeys(current.secret).lookup("phone:1")).not.toBe(one.lookup("phone:1"));
});

test("what the first release wrote under the master key keeps its meaning", async () => {
  const master = randomBytes(32);
  const before = createKeys(master);
  await mongoose.connection.collection("users").insertOne({ phoneLookup: before.lookup("phone:1") });
  const after = await openKeys(mastersOf({ MASTER_KEY: base64(master) }), now);
  expect(after.lookup("phone:1")).toBe(before.lookup("phone:1"));
  expect(after.open(before.seal("text", "here"), "here")).toBe("text");
  expect(after.accessKey()).toEqual(before.accessKey());
  expect(after.refreshMacMatches("token", before.refreshMac("token"))).toBe(true);
  expect(after.macMatches("link", before.mac("link"))).toBe(true);
});

test("another master key is refused by the name of what it cannot open, unless the earlier one is given as well", async () => {
  const [one, other] = [base64(randomBytes(32)), base64(randomBytes(32))];
  const sealed = (await openKeys(mastersOf({ MASTER_KEY: one }), now)).seal("text", "here");
  await expect(openKeys(mastersOf({ MASTER_KEY: other }), now)).rejects.toThrow(/is under master key [0-9a-f]{16}/);
  const both = { MASTER_KEY: other, MASTER_KEY_PREVIOUS: `${base64(randomBytes(32))}, ${one}` };
  expect((await openKeys(mastersOf(both), now)).open(sealed, "here")).toBe("text");
  // From the key file into the environment and back: the file is still known.
  const file = await mastersOf()();
  expect((await mastersOf({ MASTER_KEY: other })()).previous.map(({ id }) => id)).toEqual([file.current.id]);
});

test("a wrapped key that was changed or put in another's place is refused", async () => {
  await openKeys(mastersOf(), now);
  const [field, link] = (await rows()).filter(({ _id }) => _id === "field.1" || _id === "file-link.1");
  await mongoose.connection
    .collection<{ _id: string }>("keys")
    .updateOne({ _id: field?._id ?? "" }, { $set: { wrapped: link?.wrapped } });
  await expect(openKeys(mastersOf(), now)).rejects.toThrow("authenticate");
});

test("the key file is for its owner's eyes, and a wrong one is named", async () => {
  await mastersOf()();
  const file = path.join(dataDir, "keys", "master.key");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(Buffer.from(await readFile(file, "utf8"), "base64")).toHaveLength(32);
  await expect(mastersOf({ MASTER_KEY: base64(randomBytes(31)) })()).rejects.toThrow("MASTER_KEY must hold 32 bytes");
  await writeFile(file, base64(randomBytes(16)));
  await expect(mastersOf()()).rejects.toThrow("master.key must hold 32 bytes in base64");
});
