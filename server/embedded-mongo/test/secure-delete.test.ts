import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";

const holds = (directory: string, text: string): boolean =>
  readdirSync(directory)
    .filter((name) => name.startsWith("data.db"))
    .some((name) => readFileSync(join(directory, name)).includes(text));

test("after compact no byte of the file or its log tells what rows said before, and the rest is whole", async () => {
  const directory = mkdtempSync(join(tmpdir(), "emongo-secure-"));
  const server = await startEmbeddedMongo({ dataDir: directory });
  const client = await new MongoClient(server.uri).connect();
  const db = client.db("test");
  const rows = db.collection<{ _id: number; name: string }>("rows");
  const filler = "x".repeat(300);
  await rows.createIndex({ name: 1 });
  await rows.insertMany(Array.from({ length: 2000 }, (_, _id) => ({ _id, name: `plain-name-${_id}-${filler}` })));
  expect(holds(directory, "plain-name-")).toBe(true);
  for (let _id = 0; _id < 2000; _id++)
    if (_id % 3 > 0) await rows.updateOne({ _id }, { $set: { name: `sealed-${_id}` } });
  await rows.deleteMany({ _id: { $in: Array.from({ length: 2000 }, (_, id) => id).filter((id) => id % 3 === 0) } });

  const session = client.startSession();
  session.startTransaction();
  await rows.insertOne({ _id: 5000, name: "in a transaction" }, { session });
  await expect(db.command({ compact: "rows" })).rejects.toMatchObject({ codeName: "WriteConflict" });
  await session.abortTransaction();
  await session.endSession();
  await expect(db.command({ compact: "none" })).rejects.toMatchObject({ codeName: "NamespaceNotFound" });

  expect((await db.command({ compact: "rows" }))["bytesFreed"]).toBeGreaterThan(100_000);
  expect(holds(directory, "plain-name-")).toBe(false);
  expect(holds(directory, "sealed-1")).toBe(true);
  expect(await rows.countDocuments({ name: /^sealed-/ })).toBe(1333);
  expect(server.check()).toEqual([]);
  await client.close();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});
