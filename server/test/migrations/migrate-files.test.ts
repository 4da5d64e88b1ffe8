import { createCipheriv, randomBytes, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../../src/migrations/migrate.ts";
import { createUpload, getFileRecord } from "../../src/modules/files/index.ts";
import { originalKey } from "../../src/modules/files/file-places.ts";
import { bytesOf, fileByKey, makeFile, settledFile, sha, upload } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let house: TestApp;
let owner: TestPatient;
beforeAll(async () => {
  house = await startTestApp({ now: "2036-03-01T02:00:00Z" });
  owner = await makePatient(house);
});
afterAll(() => house.close());

const dataDir = () => house.ctx.env.DATA_DIR;
const rows = (name: string) => mongoose.connection.collection(name);
const again = async () => {
  await rows("migrations").deleteMany({});
  await migrate(house.ctx);
};
const download = async (original: string | null) =>
  Buffer.from(await (await fetch(`${house.url}${original}`)).arrayBuffer());

test("objects that lay plain are encrypted at the start and read as before, however often it is begun", async () => {
  const content = await bytesOf("photos/landscape_1.jpg");
  const file = await makeFile(house, { as: owner.account.token, patientId: owner.id, content });
  const record = await getFileRecord(file.id);
  if (!record) throw new Error("no such file");
  const place = (key: string) => path.join(dataDir(), "files", key);
  const folder = (await readdir(place(record.folder))).map((name) => `${record.folder}/${name}`);
  // As the first release left them, one of them already done: a start that was cut off.
  for (const key of folder.slice(1)) await writeFile(place(key), await buffer(house.ctx.objects.read(key)));
  await mkdir(path.join(dataDir(), "deriving/left"), { recursive: true });
  const plain = await readFile(place(originalKey(record)));
  expect(plain.equals(content)).toBe(true);

  await again();
  for (const key of folder) expect((await readFile(place(key))).subarray(0, 4).toString()).toBe("FZO1");
  const before = await Promise.all(folder.map((key) => readFile(place(key))));
  await again();
  const after = await Promise.all(folder.map((key) => readFile(place(key))));
  expect(after.map((bytes, index) => bytes.equals(before[index] ?? Buffer.alloc(0)))).toEqual(folder.map(() => true));
  const info = await settledFile(house, owner.account.token, file.id);
  expect(sha(await download(info.original))).toBe(sha(content));
  expect((await download(info.pages[0]?.display ?? null)).subarray(8, 12).toString()).toBe("WEBP");
  expect(await readdir(dataDir())).not.toContain("deriving");
});

test("an object that a stranger made look like one of ours is encrypted as well", async () => {
  const key = "ff/00112233445566778899aabbccddee/original";
  const fake = Buffer.concat([Buffer.from("FZO1"), Buffer.alloc(200, 1)]);
  await mkdir(path.dirname(path.join(dataDir(), "files", key)), { recursive: true });
  await writeFile(path.join(dataDir(), "files", key), fake);
  await again();
  expect((await buffer(house.ctx.objects.read(key))).equals(fake)).toBe(true);
  await house.ctx.objects.remove(path.dirname(key));
});

/** The names say what the release before left behind: its upload encrypted, or plain and cut off while it was encrypted. */
test.each(["encrypted", "plain", "plain, with a torn draft", "plain, with a whole draft"])(
  "an upload half way goes on where it stopped: %s",
  async (left) => {
    const bytes = Buffer.concat([await bytesOf("photos/landscape_2.jpg"), Buffer.alloc(600_001, 9)]);
    const half = bytes.subarray(0, 550_003);
    const uploadKey = randomUUID();
    const metadata = { uploadKey, filename: "半张.jpg", subject: { type: "patient" as const, id: owner.id } };
    const actor = { userId: owner.account.id, sessionId: "", organizationId: null, specialistId: null };
    const file = await createUpload(
      { ...house.ctx, actor: { ...actor, role: "patient" } },
      { metadata, bytes: bytes.length },
      { patient: async () => undefined },
    );
    const key = randomBytes(32);
    const sealed = createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(half);
    const local = path.join(dataDir(), "uploads", file.uploadId);
    await writeFile(local, left === "encrypted" ? sealed : half);
    if (left.endsWith("draft")) await writeFile(`${local}.sealed`, left.includes("torn") ? "torn" : sealed);
    const hasKey = left === "encrypted" || left.includes("whole");
    const sealedUploadKey = hasKey ? house.ctx.keys.seal(key.toString("base64"), `file:${file.id}:upload-key`) : null;
    const at = { uploadId: file.uploadId };
    await rows("files").updateOne(at, { $set: { sealedUploadKey } });
    await again();
    await again();
    await expect(stat(local)).rejects.toThrow("ENOENT");
    await expect(stat(`${local}.sealed`)).rejects.toThrow("ENOENT");
    expect((await rows("files").findOne(at))?.sealedUploadKey).toBeNull();
    const sent: number[] = [];
    const { refused } = await upload(house, {
      as: owner.account.token,
      patientId: owner.id,
      content: bytes,
      uploadKey,
      uploadUrl: `${house.url}/api/uploads/${file.uploadId}`,
      chunkSize: 50_000,
      onChunk: (total) => sent.push(total),
    });
    expect(refused).toBeNull();
    expect(sent[0]).toBe(half.length + 50_000);
    const found = await fileByKey(house, owner.account.token, uploadKey);
    const ready = await settledFile(house, owner.account.token, found?.id ?? "");
    expect(sha(await download(ready.original))).toBe(sha(bytes));
  },
);

test("what nobody knows of in the old folder of uploads goes", async () => {
  const stray = path.join(dataDir(), "uploads", "ab".repeat(20));
  await writeFile(stray, "left");
  await again();
  await expect(stat(stray)).rejects.toThrow("ENOENT");
});
