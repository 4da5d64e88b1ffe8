import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBackup } from "../../src/backup.ts";
import { removeUpload } from "../../src/modules/files/index.ts";
import { findFile } from "../../src/modules/files/file.repo.ts";
import { rawBytes } from "../../src/platform/backup/dump.ts";
import type { OpenedDatabase } from "../../src/platform/open-database.ts";
import { makeFile } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { runOperator } from "../support/run-command.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let root: string;
let app: TestApp;
let patient: TestPatient;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "fuzhen-rows-"));
  app = await startTestApp({ dataDir: path.join(root, "live") });
  patient = await makePatient(app);
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

const database: OpenedDatabase = { uri: "", kind: "embedded", running: true, close: async () => undefined };
const photo = () =>
  makeFile(app, { as: patient.account.token, patientId: patient.id, content: "photos/landscape_6.jpg" });

/** Brings a backup back and gives its rows as bytes, per collection. */
async function restored(file: string, name: string): Promise<(collection: string) => Promise<Buffer[]>> {
  const into = path.join(root, name);
  await cp(path.join(app.ctx.env.DATA_DIR, "keys"), path.join(into, "keys"), { recursive: true });
  const ended = await runOperator("restore", ["--from", file, "--data-dir", into], {});
  expect(ended).toMatchObject({ code: 0, err: "" });
  return async (collection) => {
    const opened = await openEmbeddedMongo({ dataDir: path.join(into, "db") });
    const client = await new mongoose.mongo.MongoClient(opened.uri).connect();
    const rows = await client
      .db("test")
      .collection(collection)
      .find({}, { raw: true, sort: { _id: 1 } })
      .toArray();
    await client.close();
    await opened.close();
    return rows.map(rawBytes);
  };
}

it("every type comes back as it was stored", async () => {
  const { BSON } = mongoose.mongo;
  const kinds = mongoose.connection.collection("kinds");
  await kinds.insertMany([
    {
      n: new BSON.Double(1),
      long: BSON.Long.fromString("9007199254740993"),
      money: BSON.Decimal128.fromString("1.10"),
    },
    {
      at: new Date(1),
      bytes: new BSON.Binary(Buffer.from("ab"), 0),
      pattern: new BSON.BSONRegExp("a+", "i"),
      none: null,
    },
    { _id: new BSON.ObjectId(), nested: [{ a: [1, new BSON.Double(2)] }], text: "第一" },
  ]);
  const before = await kinds.find({}, { raw: true, sort: { _id: 1 } }).toArray();
  const { file } = await createBackup(
    { services: app.app.services, database },
    { to: path.join(root, "kinds.backup"), keep: null },
  );
  const rows = await (await restored(file, "kinds"))("kinds");
  expect(rows).toEqual(before.map(rawBytes));
});

it("a file that is removed while the backup is made is removed in the backup as well", async () => {
  const kept = await photo();
  const gone = await photo();
  const record = await findFile(gone.id);
  const { services } = app.app;
  const objects: typeof services.objects = {
    ...services.objects,
    // Between the snapshot of the database and the copying of the file, its owner deletes the upload.
    async stored(key) {
      if (record && key.startsWith(record.folder) && (await findFile(gone.id))) {
        await removeUpload(app.ctx, record);
        await services.objects.remove(record.folder);
      }
      return services.objects.stored(key);
    },
  };
  const report = await createBackup(
    { services: { ...services, objects }, database },
    { to: path.join(root, "race.backup"), keep: null },
  );
  expect(report.manifest.missing).toEqual([]);
  const rows = (await (await restored(report.file, "race"))("files")).map((row) =>
    mongoose.mongo.BSON.deserialize(row),
  );
  expect(rows.map(({ _id }) => String(_id))).toContain(kept.id);
  expect(rows.filter(({ _id, status }) => String(_id) === gone.id && status !== "removing")).toEqual([]);
});

it("bytes that are lost in the living are named, and the rest is kept", async () => {
  const lost = await photo();
  const record = await findFile(lost.id);
  await app.app.services.objects.remove(record?.folder ?? "");
  const report = await createBackup(
    { services: app.app.services, database },
    { to: path.join(root, "lost.backup"), keep: null },
  );
  expect(report.manifest.missing).toContain(`${record?.folder}/original`);
});
