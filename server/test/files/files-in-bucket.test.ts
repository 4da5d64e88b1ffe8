import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Problem } from "@fuzhen/shared/errors.ts";
import { createApp } from "../../src/app.ts";
import { verifyAuditChain } from "../../src/modules/audit/index.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { bytesReceived, getFileRecord } from "../../src/modules/files/index.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { openKeyRing } from "../../src/platform/key-ring.ts";
import { drainOldKeys, makeDataKeys } from "../../src/platform/key-rotation.ts";
import { loadMasterKeys } from "../../src/platform/master-key.ts";
import type { ObjectStore } from "../../src/platform/object-store.ts";
import { bytesOf, fileByKey, makeFile, settledFile, sha, tusMetadata, workOn } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { runOperator } from "../support/run-command.ts";
import { startS3Server, type S3Server } from "../support/s3-server.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let bucket: S3Server;
let root: string;
let dataDir: string;
let house: TestApp;
let owner: TestPatient;
beforeAll(async () => {
  bucket = await startS3Server();
  root = await mkdtemp(path.join(tmpdir(), "fuzhen-bucket-"));
  dataDir = path.join(root, "one");
  house = await startTestApp({ dataDir, env: bucket.env, now: "2036-03-01T02:00:00Z" });
  owner = await makePatient(house);
});
afterEach(() => bucket.mend());
afterAll(async () => {
  await house.close();
  await bucket.close();
  await rm(root, { recursive: true, force: true });
});

const as = () => owner.account.token;
const headers = () => ({ "tus-resumable": "1.0.0", authorization: `Bearer ${as()}` });
const namesIn = async (store: ObjectStore) => {
  const names: string[] = [];
  for await (const key of store.keys()) names.push(key);
  return names;
};
const begin = async (bytes: number, uploadKey: string) => {
  const metadata = tusMetadata({ uploadKey, filename: "化验单.jpg", patientId: owner.id });
  const made = await fetch(`${house.url}/api/uploads`, {
    method: "POST",
    headers: { ...headers(), "upload-length": String(bytes), "upload-metadata": metadata },
  });
  expect(made.status).toBe(201);
  return made.headers.get("location") ?? "";
};
const patching = (offset: number) => ({
  ...headers(),
  "upload-offset": String(offset),
  "content-type": "application/offset+octet-stream",
});
const patch = (url: string, offset: number, body: Buffer) =>
  fetch(url, { method: "PATCH", headers: patching(offset), body: new Uint8Array(body) });
const offsetAt = async (url: string) => {
  const head = await fetch(url, { method: "HEAD", headers: headers() });
  return head.status === 200 ? Number(head.headers.get("upload-offset")) : head.status;
};

test("an upload begun at one server goes on at another, beside its old connection, and is read from the bucket", async () => {
  const second = await createApp(house.app.services);
  await second.start({ timed: false });
  await new Promise<void>((resolve) => second.server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(second.server.address() as AddressInfo).port}`;

  const bytes = Buffer.concat([await bytesOf("photos/landscape_1.jpg"), Buffer.alloc(1_500_000, 9)]);
  const uploadKey = randomUUID();
  const at = await begin(bytes.length, uploadKey);
  const uploadId = at.split("/").at(-1) ?? "";
  const old = request(new URL(at, house.url), {
    method: "PATCH",
    headers: { ...patching(0), "content-length": String(bytes.length) },
  });
  old.on("error", () => undefined);
  old.write(bytes.subarray(0, 900_000));
  await vi.waitFor(async () => expect(await bytesReceived(house.ctx, { uploadId })).toBeGreaterThan(500_000), 30_000);
  const offset = await offsetAt(url + at);
  expect((await patch(url + at, offset, bytes.subarray(offset, 1_000_000))).status).toBe(204);
  // The old line ends late, and what it still held is stored beside what is there already.
  old.destroy();
  await vi.waitFor(async () => expect((await namesIn(house.ctx.uploads)).length).toBeGreaterThan(2), 30_000);
  expect(await offsetAt(url + at)).toBe(1_000_000);
  expect((await patch(url + at, 1_000_000, bytes.subarray(1_000_000))).status).toBe(204);
  await second.stop();

  const file = await fileByKey(house, as(), uploadKey);
  const ready = await settledFile(house, as(), file?.id ?? "");
  expect(ready.status).toBe("ready");
  const original = house.url + ready.original;
  expect(sha(Buffer.from(await (await fetch(original)).arrayBuffer()))).toBe(sha(bytes));
  const part = await fetch(original, { headers: { range: "bytes=99990-200009" } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(99_990, 200_010))).toBe(true);
  expect(await namesIn(house.ctx.uploads)).toEqual([]);
  for (const folder of ["files", "uploads"]) expect(await readdir(dataDir)).not.toContain(folder);
});

test("a bucket that is away: uploads and pictures are answered 503, nothing is lost, and all goes on when it is back", async () => {
  const bytes = await bytesOf("photos/landscape_2.jpg");
  const uploadKey = randomUUID();
  const known = await makeFile(house, { as: as(), patientId: owner.id, content: bytes });
  const at = house.url + (await begin(bytes.length, uploadKey));
  expect((await patch(at, 0, bytes.subarray(0, 10_000))).status).toBe(204);

  bucket.breakBy(() => "refuse");
  const refused = await patch(at, 10_000, bytes.subarray(10_000));
  expect([refused.status, (await refused.json()) as Problem]).toMatchObject([
    503,
    { code: "unavailable", retryable: true },
  ]);
  expect(await offsetAt(at)).toBe(503);
  const picture = await fetch(house.url + known.original);
  expect([picture.status, (await picture.json()) as Problem]).toMatchObject([503, { code: "unavailable" }]);
  bucket.mend();
  expect((await fetch(house.url + known.original)).status).toBe(200);
  expect(await offsetAt(at)).toBe(10_000);

  // The original is stored, the pictures made of it are not.
  bucket.breakBy(({ method, url }) => (method === "PUT" && url.includes(".webp") ? "refuse" : null));
  expect((await patch(at, 10_000, bytes.subarray(10_000))).status).toBe(204);
  const file = await fileByKey(house, as(), uploadKey);
  const id = file?.id ?? "";
  await vi.waitFor(() => expect(house.logLines.join("")).toContain("work waits for what is away"), 30_000);
  await vi.waitFor(async () => expect(await workOn(id)).toMatchObject([{ attempts: 0, lease: null }]), 30_000);
  bucket.mend();
  const settled = settledFile(house, as(), id);
  const clock = setInterval(() => house.advance(1000), 50);
  expect((await settled.finally(() => clearInterval(clock))).status).toBe("ready");
});

test("check-data finds all in the bucket, and names what is gone from it", async () => {
  const file = await makeFile(house, { as: as(), patientId: owner.id, content: "photos/landscape_6.jpg" });
  const broken = async () => {
    const found: { name: string; row: string }[] = [];
    for await (const { name, broken: rows } of runDataChecks(dataChecks, house.app.services, { deep: true }))
      found.push(...rows.map(({ row }) => ({ name, row })));
    return found;
  };
  expect(await broken()).toEqual([]);
  const { folder } = (await getFileRecord(file.id)) ?? {};
  const key = `${folder}/display-0.webp`;
  const picture = await buffer(house.ctx.objects.read(key));
  await house.ctx.objects.remove(key);
  expect(await broken()).toEqual([{ name: "files.bytes-in-store", row: file.id }]);
  await house.ctx.objects.put(key, { size: picture.length, source: [picture] });
});

test("keys are rotated in the bucket, also under an upload that goes on", async () => {
  const { env, objects, uploads, now, keys } = house.ctx;
  const at = house.url + (await begin(2000, randomUUID()));
  expect((await patch(at, 0, Buffer.alloc(700, 3))).status).toBe(204);
  const file = await makeFile(house, { as: as(), patientId: owner.id, content: "photos/landscape_1.jpg" });
  const ring = await openKeyRing(() => loadMasterKeys(env), now());
  const rotation = { env, ring, stores: [objects, uploads], now, spread: () => keys.refresh() };
  await makeDataKeys(rotation);
  const { objects: renewed, failed, left } = await drainOldKeys(rotation);
  expect([failed, left]).toEqual([[], []]);
  expect(renewed).toBeGreaterThan(3);
  expect((await drainOldKeys(rotation)).objects).toBe(0);
  expect((await fetch(house.url + file.original)).status).toBe(200);
  expect(await offsetAt(at)).toBe(700);
  expect((await patch(at, 700, Buffer.alloc(1300, 4))).status).toBe(204);
});

test("an upload taken back leaves nothing in the bucket", async () => {
  const at = house.url + (await begin(1000, randomUUID()));
  expect((await patch(at, 0, Buffer.alloc(400))).status).toBe(204);
  expect(await namesIn(house.ctx.uploads)).toHaveLength(1);
  expect((await fetch(at, { method: "DELETE", headers: headers() })).status).toBe(204);
  await expect.poll(() => namesIn(house.ctx.uploads)).toEqual([]);
});

test("the trail is anchored in the bucket, where a server with an empty disk sees that it was cut", async () => {
  await house.restart();
  const elsewhere = { ...house.ctx, env: { ...house.ctx.env, DATA_DIR: path.join(root, "nowhere") } };
  const { anchors, head, broken } = await verifyAuditChain(elsewhere);
  expect(broken).toBeNull();
  expect(anchors).toBeGreaterThan(0);
  const store = house.ctx.anchors;
  const forged = `anchors/${String((head?.seq ?? 0) + 5000).padStart(15, "0")}-abcd-1`;
  await store?.write(forged, [Buffer.from("later than the last row")]);
  expect((await verifyAuditChain(elsewhere)).broken).toMatchObject({ kind: "cut" });
  await store?.remove(forged);
});

test("a backup is made of the bucket and restored into another place of it", async () => {
  await house.settled();
  await house.close();
  const env = { ...bucket.env, DATA_DIR: dataDir };
  const made = await runOperator("backup", ["--to", `${root}/out/`], env);
  expect(made).toMatchObject({ code: 0 });
  const [name = ""] = await readdir(path.join(root, "out"));
  const restore = (dir: string, prefix: string) =>
    runOperator("restore", ["--from", path.join(root, "out", name), "--data-dir", path.join(root, dir)], {
      ...env,
      S3_PREFIX: prefix,
    });
  const again = await restore("refused", "");
  expect(again.code).toBe(1);
  expect(again.err).toContain("another S3_PREFIX");
  expect(await restore("two", "restored/")).toMatchObject({ code: 0, err: "" });
  const check = { ...env, DATA_DIR: path.join(root, "two"), S3_PREFIX: "restored/" };
  expect(await runOperator("check-data", ["--deep"], check)).toMatchObject({ code: 0 });
});
