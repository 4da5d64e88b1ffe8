import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_FILE_BYTES } from "@fuzhen/shared/files/file.rules.ts";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { Types } from "../../src/platform/database.ts";
import { tusMetadata } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const announce = async ({ id, account }: TestPatient, bytes: number, uploadKey: string = randomUUID()) => {
  const reply = await app.call("POST", "/uploads", {
    as: account.token,
    headers: {
      "tus-resumable": "1.0.0",
      "upload-length": String(bytes),
      "upload-metadata": tusMetadata({ uploadKey, filename: "a.jpg", patientId: id }),
    },
  });
  return reply.problem?.code ?? reply.status;
};
/** What was announced is in use, or was thrown away: it no longer counts as lying about. */
const attachAll = ({ account }: TestPatient) =>
  FileModel.updateMany({ ownerUserId: new Types.ObjectId(account.id) }, { $set: { attached: true } });

describe("what one account may leave here", () => {
  it("is ten files of the largest size that nothing refers to; in use they make room", async () => {
    const patient = await makePatient(app);
    for (let i = 0; i < 10; i++) expect(await announce(patient, MAX_FILE_BYTES)).toBe(201);
    expect(await announce(patient, MAX_FILE_BYTES)).toBe("storage_full");
    expect(await announce(patient, 1000)).toBe("storage_full");
    await attachAll(patient);
    expect(await announce(patient, MAX_FILE_BYTES)).toBe(201);
    expect(await announce(await makePatient(app), MAX_FILE_BYTES)).toBe(201);
  });

  it("is no more when forty are announced at once, to whatever end", async () => {
    const patient = await makePatient(app);
    const replies = await Promise.all(Array.from({ length: 40 }, () => announce(patient, MAX_FILE_BYTES)));
    expect(replies.filter((reply) => reply === 201)).toHaveLength(10);
    const lie = await FileModel.find({ ownerUserId: new Types.ObjectId(patient.account.id) }).lean();
    expect(lie.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(10 * MAX_FILE_BYTES);
  });

  it("holds also what is in use but still waits for its reading", async () => {
    const patient = await makePatient(app);
    for (let i = 0; i < 10; i++) await announce(patient, MAX_FILE_BYTES);
    const owned = { ownerUserId: new Types.ObjectId(patient.account.id) };
    // No work is there for them, so that no reader takes them.
    await FileModel.updateMany(owned, { $set: { attached: true, status: "processing" } });
    expect(await announce(patient, 1000)).toBe("storage_full");
    await FileModel.updateMany(owned, { $set: { status: "ready" } });
    expect(await announce(patient, 1000)).toBe(201);
  });

  it("is one gigabyte a day, also when a hundred are announced at once", async () => {
    const patient = await makePatient(app);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 10; i++) await announce(patient, MAX_FILE_BYTES);
      await attachAll(patient);
    }
    // 1000 of 1024 MB are used: of a hundred times 1 MB at once, 24 fit.
    const replies = await Promise.all(Array.from({ length: 100 }, () => announce(patient, 1024 * 1024)));
    expect(replies.filter((reply) => reply === 201)).toHaveLength(24);
    expect(new Set(replies)).toEqual(new Set([201, "storage_full"]));
  });

  it("counts an announcement that is repeated once", async () => {
    const patient = await makePatient(app);
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: 30 }, () => announce(patient, MAX_FILE_BYTES, key)));
    expect(new Set(replies)).toEqual(new Set([201]));
    await attachAll(patient);
    for (let i = 0; i < 10; i++) expect(await announce(patient, MAX_FILE_BYTES)).toBe(201);
    await attachAll(patient);
    for (let i = 0; i < 9; i++) expect(await announce(patient, MAX_FILE_BYTES)).toBe(201);
  });
});

it("nothing is taken in while the disk is nearly full, and the operator hears why", async () => {
  const patient = await makePatient(app);
  const { env } = app.app.services;
  const { MIN_FREE_MB } = env;
  env.MIN_FREE_MB = 1_000_000_000;
  expect(await announce(patient, 1000)).toBe("unavailable");
  env.MIN_FREE_MB = MIN_FREE_MB;
  expect(await announce(patient, 1000)).toBe(201);
  expect(app.logLines.join("")).toContain("disk nearly full, uploads refused");
});
