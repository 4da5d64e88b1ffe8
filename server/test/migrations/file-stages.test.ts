import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { startEmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnv } from "../../src/env.ts";
import { fileStages } from "../../src/migrations/file-stages.ts";
import { migrate } from "../../src/migrations/migrate.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { presentFiles } from "../../src/modules/files/index.ts";
import { connectDatabase, disconnectDatabase } from "../../src/platform/database.ts";
import type { BaseServices } from "../../src/platform/context.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { createServices } from "../../src/services.ts";
import { bytesOf } from "../support/make-file.ts";
import { startTestApp } from "../support/test-app.ts";

const rows = (name: string) => mongoose.connection.collection(name);
const stored = () => rows("files").find().sort({ _id: 1 }).toArray();
const works = () => rows("file_work").find().sort({ _id: 1 }).toArray();

const settings = { MASTER_KEY: Buffer.alloc(32, 7).toString("base64") };
const now = "2026-11-23T01:02:00Z";
let dataDir: string;
let base: BaseServices;
let close: () => Promise<void>;
/** The `DATA_DIR` in before-stages/, opened as the start does before anybody is served. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-stages-"));
  const old = await readFile(path.join(import.meta.dirname, "before-stages", "data.db.gz"));
  await mkdir(path.join(dataDir, "db"), { recursive: true });
  await writeFile(path.join(dataDir, "db", "data.db"), gunzipSync(old));
  const database = await startEmbeddedMongo({ dataDir: path.join(dataDir, "db") });
  await connectDatabase(database.uri);
  const env = readEnv({ NODE_ENV: "test", DATA_DIR: dataDir, DEMO: "false", ...settings });
  const services = await createServices(env, createLogger("silent"));
  base = { ...services, now: () => new Date(now) };
  close = async () => {
    await services.tracing.stop();
    await disconnectDatabase();
    await database.close();
  };
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test("a file that no release made stops it before anything is written", async () => {
  const before = await stored();
  const [one] = before;
  for (const $set of [{ status: "lost" }, { patientId: null }, { consultationId: one?._id }, { pages: [] }]) {
    await rows("files").updateOne({ _id: one?._id }, { $set });
    await expect(fileStages(base)).rejects.toThrow(`files that no release made: ${String(one?._id)}`);
    if (one) await rows("files").replaceOne({ _id: one._id }, one);
  }
  expect([await stored(), await works()]).toEqual([before, []]);
});

test("files of the release before have a subject, readings and work; cut off after any of them, it goes on", async () => {
  const before = await stored();
  expect(await fileStages(base)).toBe(7);
  const after = await stored();
  // As if work had been written, and not yet the file.
  for (const file of before.slice(2, 4)) await rows("files").replaceOne({ _id: file._id }, file);
  expect(await fileStages(base)).toBe(2);
  expect(await stored()).toEqual(after);
  expect(after.map(({ status, subject }) => [status, subject.type])).toEqual([
    ["ready", "patient"],
    ["refused", "patient"],
    ["processing", "patient"],
    ["processing", "patient"],
    ["removing", "patient"],
    ["uploading", "patient"],
    ["ready", "consultation"],
  ]);
  expect(after.map(({ subject }) => String(subject.id))).toEqual(
    before.map(({ patientId, consultationId }) => String(patientId ?? consultationId)),
  );
  expect(after[0]?.readings).toMatchObject({
    preview: { version: 1, state: "done", result: { page: 0 } },
    pages: { version: 1, result: { kind: "pdf", pages: [{ width: 1200 }, { width: 1600 }, { width: 1200 }] } },
  });
  for (const gone of ["patientId", "consultationId", "kind", "pages", "attempts", "dueAt", "lease", "slow"])
    expect(after.filter((file) => gone in file)).toEqual([]);
  expect(await works()).toMatchObject([
    { kind: "pictures", attempts: 3, slow: false, dueAt: new Date("2026-11-23T01:05:00Z"), lease: null },
    { kind: "pictures", attempts: 1, slow: true, leasedUntil: new Date("2026-11-23T01:00:08Z") },
    { kind: "erase", attempts: 1 },
  ]);
  expect((await rows("files").indexes()).map(({ name }) => name)).not.toContain("status_1_dueAt_1");
});

test("the start goes on with them: what waited is read, what was to go is gone, what was shown is shown", async () => {
  const files = await stored();
  const bytes = await bytesOf("photos/fixture.webp");
  for (const { folder } of files.slice(2, 5))
    await base.objects.put(`${String(folder)}/original`, { size: bytes.length, source: [bytes] });
  await migrate(base);
  await close();
  const opened = await startTestApp({ dataDir, now, env: settings });
  try {
    opened.setNow("2026-11-23T01:06:00Z");
    await opened.restart(); // looks for work by the clock of now
    await expect.poll(() => works()).toEqual([]);
    const [owner] = files;
    const ids = { userId: String(owner?.ownerUserId), sessionId: "0".repeat(24), organizationId: null };
    const ctx = { ...opened.ctx, actor: { ...ids, specialistId: null, role: "patient" as const } };
    const shown = await presentFiles(
      ctx,
      files.map(({ _id }) => String(_id)),
    );
    expect(shown.map(({ name, status, kind, pages }) => [name, status, kind, pages.length])).toEqual([
      ["化验单.pdf", "ready", "pdf", 3],
      ["化验单.jpg", "refused", null, 0],
      ["在等.webp", "ready", "image", 1],
      ["慢的.webp", "ready", "image", 1],
      ["半张.jpg", "uploading", null, 0],
      ["fixture.webp", "ready", "image", 1],
    ]);
    expect(shown.map(({ pages }) => pages.map(({ thumb }) => thumb !== null))).toEqual([
      [true, false, false],
      [],
      [true],
      [true],
      [],
      [true],
    ]);
    const faults = new Set<string>();
    for await (const { name, broken } of runDataChecks(dataChecks, opened.app.services))
      if (broken.length > 0) faults.add(name);
    // Bytes of what was read before are not in this copy.
    expect([...faults]).toEqual(["files.bytes-in-store"]);
  } finally {
    await opened.close();
  }
});
