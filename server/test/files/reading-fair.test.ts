import { afterAll, beforeAll, expect, it } from "vitest";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { leaseNextFile, releaseFile } from "../../src/modules/files/file-work.repo.ts";
import { readWithinBudget } from "../../src/modules/files/reading-budget.ts";
import type { DerivePool } from "../../src/modules/files/reading/derive-pool.ts";
import { settleFile, tryMs } from "../../src/modules/files/settle-file.ts";
import { newId } from "../../src/platform/outbox.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Due minutes ahead, where no reader of the app looks; asked for from there. */
const later = (second: number) => new Date(Date.now() + 300_000 + second * 1000);
const ahead = () => later(200);
let serial = 0;
async function waitingFile(ownerUserId: string, fields: object = {}) {
  serial += 1;
  const doc = await FileModel.create({
    ownerUserId,
    uploadKey: `key-${serial}`,
    uploadId: `${serial}`.padStart(40, "0"),
    patientId: newId(),
    name: "sealed",
    bytes: 10,
    status: "processing",
    folder: `aa/${serial}`,
    attached: true,
    createdAt: new Date(),
    attempts: 0,
    dueAt: later(serial),
    ...fields,
  });
  return doc._id.toHexString();
}
const anybodys = { exceptOwners: [], slow: true };

it("an owner whose file is being read waits behind others, and what is slow waits for its reader", async () => {
  const [flood, other] = [newId(), newId()];
  const first = await waitingFile(flood);
  await waitingFile(flood, { slow: true });
  const others = await waitingFile(other);
  const begun = await leaseNextFile(ahead(), anybodys);
  expect(begun?.id).toBe(first);
  const next = await leaseNextFile(ahead(), { exceptOwners: [flood], slow: true });
  expect(next?.id).toBe(others);
  expect(await leaseNextFile(ahead(), { exceptOwners: [flood], slow: true })).toBeNull();
  expect(await leaseNextFile(ahead(), { exceptOwners: [], slow: false })).toBeNull();
  expect((await leaseNextFile(ahead(), anybodys))?.slow).toBe(true);
});

it("a short try first; one that is not enough is no verdict, the long one is", async () => {
  const id = await waitingFile(newId());
  const asked: (number | undefined)[] = [];
  const pool: DerivePool = {
    derive: async (_source, _keep, timeoutMs) => {
      asked.push(timeoutMs);
      return { ok: false, refusal: "file_timeout" };
    },
    close: async () => undefined,
  };
  const { services } = app.app;
  const lent = { ...services, objects: { ...services.objects, size: async () => 10, remove: async () => undefined } };
  const take = async () => {
    const file = await leaseNextFile(ahead(), anybodys);
    if (file?.id !== id) throw new Error("another file came first");
    return file;
  };
  const short = await take();
  await settleFile(lent, pool, short);
  await releaseFile(short, later(serial), 0);
  expect(await FileModel.findById(id).lean()).toMatchObject({ status: "processing", slow: true, refusal: null });
  await settleFile(lent, pool, await take());
  expect(await FileModel.findById(id).lean()).toMatchObject({ status: "refused", refusal: "file_timeout" });
  expect(asked).toEqual([10_000, 60_000]);
});

it("an account has so much of the readers a day: what was not used is given back, what is over waits", async () => {
  const { services } = app.app;
  const quick = { ownerUserId: newId(), slow: false };
  let reads = 0;
  const read = async () => void (reads += 1);
  expect(tryMs(quick)).toBe(10_000);
  // An account has 1200 seconds of reading a day. These tries are short and count for a second each.
  for (let i = 0; i < 200; i++) expect(await readWithinBudget(services, quick, read)).toBe(true);
  await services.limits.consume("reading-day", quick.ownerUserId, 991);
  expect(await readWithinBudget(services, quick, read)).toBe(false);
  expect(reads).toBe(200);
  await expect(
    readWithinBudget(services, { ...quick, ownerUserId: newId() }, () => Promise.reject(new Error("disk full"))),
  ).rejects.toThrow("disk full");
});
