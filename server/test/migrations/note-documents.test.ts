import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pickNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { migrate } from "../../src/migrations/migrate.ts";
import { noteDocuments } from "../../src/migrations/note-documents.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { presentNote } from "../../src/modules/encounters/note.present.ts";
import { getNote } from "../../src/modules/encounters/note.reads.ts";
import { findNoteOf, listVersions } from "../../src/modules/encounters/note.repo.ts";
import { saveNote } from "../../src/modules/encounters/save-note.ts";
import { signNote } from "../../src/modules/encounters/sign-note.ts";
import type { Actor } from "../../src/platform/actor.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const rows = (name: string) => mongoose.connection.collection(name);
const stored = () => rows("encounter_notes").find().sort({ _id: 1 }).toArray();
const documents = () => rows("signed_documents").find().sort({ _id: 1 }).toArray();

let dataDir: string;
let opened: TestApp;
/** The `DATA_DIR` in before-documents/. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-documents-"));
  const old = await readFile(path.join(import.meta.dirname, "before-documents", "data.db.gz"));
  await mkdir(path.join(dataDir, "db"), { recursive: true });
  await writeFile(path.join(dataDir, "db", "data.db"), gunzipSync(old));
  const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");
  opened = await startTestApp({ dataDir, now: "2026-11-23T02:00:00Z", env: { MASTER_KEY } });
});
afterAll(async () => {
  await opened.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function shown(): Promise<Note[]> {
  const notes = [];
  for (const { consultationId } of await stored()) {
    const note = await findNoteOf(String(consultationId));
    if (note) notes.push(await presentNote(opened.ctx, note));
  }
  return notes;
}

test("a note that no release made stops it before anything is written", async () => {
  const before = await stored();
  const [one] = before;
  for (const $set of [{ status: "draft" }, { status: "amended" }, { signature: null }, { "signature.value": 1 }]) {
    await rows("encounter_notes").updateOne({ _id: one?._id }, { $set });
    await expect(noteDocuments(opened.ctx)).rejects.toThrow(`notes that no release made: ${String(one?._id)}`);
    expect(await documents()).toEqual([]);
    if (one) await rows("encounter_notes").replaceOne({ _id: one._id }, one);
  }
  expect(await stored()).toEqual(before);
});

test("cut off after any note, it goes on where it was", async () => {
  const before = await stored();
  await noteDocuments(opened.ctx);
  // As if the document had been written, and not yet the note.
  for (const note of before) await rows("encounter_notes").replaceOne({ _id: note._id }, note);
  const written = await documents();
  expect(await noteDocuments(opened.ctx)).toBe(0);
  expect(await documents()).toEqual(written);
  expect(written).toHaveLength(5);
  expect((await stored()).filter((note) => note.signature)).toEqual([]);
  expect(await noteDocuments(opened.ctx)).toBe(0);
});

test("R34 what the release before signed still holds, each under its own number; what did not hold does not", async () => {
  await migrate(opened.ctx);
  const notes = await shown();
  expect(notes.map(({ status, version, signature }) => [status, version, signature?.valid])).toEqual([
    ["final", 3, true],
    ["final", 1, true],
    ["draft", 3, undefined],
    ["final", 1, false],
    ["final", 1, false],
    ["final", 1, false],
  ]);
  expect(notes[0]).toMatchObject({
    chiefComplaint: "复查肾功能 “乏力”",
    presentIllness: '按时服药，近三月无水肿。\n血压 130/80；"夜尿" 1\\2 次 👍',
    diagnoses: [
      { code: "N03", display: "慢性肾炎综合征" },
      { code: "I10", display: "特发性(原发性)高血压" },
    ],
    plan: "继续原方案，三个月后复查。",
    signature: {
      keyId: "6b0da5e6b7ad80a6a8e401b6",
      value: "EfKaRbqnkemQr9J_FUbZPTmUrCdZkIL6zsPSc0JwgmqK3n_8NlK1MoG5TBIVGQydW_C6TPcv92ZLqj7HlCDhDA",
      contentSha256: "3504d1336b5cb36992612250d6d0179e71ddfa53f526c4814d446c0c93b7ca55",
      signedAt: "2026-11-23T01:00:03.600Z",
      signerName: "陈静宜",
    },
  });
  const numbers = notes.flatMap(({ signature }) => signature?.number ?? []);
  expect(new Set(numbers).size).toBe(5);
});

test("check-data names the three that were written over, and nothing else", async () => {
  const found = [];
  for await (const { name, broken } of runDataChecks(dataChecks, opened.app.services))
    found.push(...broken.map(({ row, why }) => [name, row, why]));
  const [, , , hash, seal, name] = (await stored()).map(({ _id }) => String(_id));
  expect(found).toEqual([
    ["encounters.note-opens", seal, "does not open"],
    ["encounters.signature-holds", hash, "not what was signed"],
    ["encounters.signature-holds", seal, "not what was signed"],
    ["encounters.signature-holds", name, "not what was signed"],
    ["encounters.every-version-kept", seal, "differs from its version 1"],
  ]);
});

test("R33 a draft of the release before is gone on with: its versions stay, and what is written now follows them", async () => {
  const draft = (await stored()).find(({ status }) => status === "draft");
  const user = await rows("users").findOne({ specialistId: draft?.specialistId });
  const actor: Actor = {
    userId: String(user?._id),
    sessionId: "0".repeat(24),
    role: "specialist",
    organizationId: String(user?.organizationId),
    specialistId: String(user?.specialistId),
  };
  const ctx = { ...opened.ctx, actor };
  const consultationId = String(draft?.consultationId);
  const before = await getNote(ctx, consultationId);
  const words = { ...pickNoteFields(before), consultationId, editingId: randomUUID() };
  expect(before).toMatchObject({ version: 3, plan: "一二三", signature: null });
  await saveNote(ctx, { ...words, plan: "四", expectedVersion: 3 });
  await saveNote(ctx, { ...words, plan: "四五", expectedVersion: 4 });
  const note = await signNote(ctx, { consultationId, expectedVersion: 5 });
  expect(note).toMatchObject({ status: "final", plan: "四五", signature: { valid: true } });
  const versions = await listVersions(String(draft?._id));
  expect(versions.map(({ version, basedOn }) => [version, basedOn])).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
    [5, 3],
  ]);
  const formats = (await documents()).map(({ formatVersion }) => Number(formatVersion)).toSorted((a, b) => a - b);
  expect(formats).toEqual([1, 1, 1, 1, 1, 3]);
});
