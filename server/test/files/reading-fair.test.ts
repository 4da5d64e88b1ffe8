import { afterAll, beforeAll, expect, it } from "vitest";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { findFile } from "../../src/modules/files/file.repo.ts";
import { FileWorkModel } from "../../src/modules/files/stages/file-work.model.ts";
import { hurry, ranks, workRows } from "../../src/modules/files/stages/file-work.repo.ts";
import { turnsAfter } from "../../src/modules/files/stages/reading-turns.ts";
import { Types } from "../../src/platform/database.ts";
import type { Wish } from "../../src/platform/work/work-rows.ts";
import { readWithinBudget, tryMs } from "../../src/modules/files/stages/reading-budget.ts";
import { readPictures } from "../../src/modules/files/stages/read-pictures.ts";
import type { DerivePool } from "../../src/modules/files/reading/derive-pool.ts";
import { newId } from "../../src/platform/outbox.ts";
import { unread, workOn } from "../support/make-file.ts";
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
async function waitingFile(ownerUserId: string, work: { slow?: boolean; rank?: number } = {}) {
  serial += 1;
  const doc = await FileModel.create({
    ownerUserId,
    uploadKey: `key-${serial}`,
    uploadId: `${serial}`.padStart(40, "0"),
    subject: { type: "patient", id: newId() },
    name: "sealed",
    bytes: 10,
    status: "processing",
    folder: `aa/${serial}`,
    readings: {},
    attached: true,
    createdAt: new Date(),
  });
  const id = doc._id.toHexString();
  await unread(id, { dueAt: later(serial), ...work });
  return id;
}
const rows = workRows("pictures");
/** As a reader asks who has nothing before it, while others have that. */
const wishes = (...underWay: Parameters<typeof turnsAfter>[0]) => turnsAfter(underWay, 2);
async function take(asked: readonly Wish[] = wishes()) {
  for (const wish of asked) {
    const row = await rows.take(ahead(), wish);
    if (row) return row;
  }
  return null;
}
const fileOf = async (asked?: readonly Wish[]) => (await take(asked))?.fileId.toHexString();
const nothingWaits = () => FileWorkModel.deleteMany({});

it("an owner whose file is being read waits behind others, and what is slow waits for its reader", async () => {
  const [flood, other] = [newId(), newId()];
  const first = await waitingFile(flood);
  await waitingFile(flood, { slow: true });
  const others = await waitingFile(other);
  expect(await fileOf()).toBe(first);
  const besideFlood = wishes({ ownerUserId: new Types.ObjectId(flood), slow: false });
  expect(await fileOf(besideFlood)).toBe(others);
  expect(await take(besideFlood)).toBeNull();
  expect(await take([{ where: { slow: false } }])).toBeNull();
  expect((await take())?.slow).toBe(true);
  await nothingWaits();
});

it("what a specialist has open goes before what was sent earlier, and that before what is only read better", async () => {
  const better = await waitingFile(newId(), { rank: ranks.leisure });
  const sent = await waitingFile(newId());
  const open = await waitingFile(newId());
  await hurry([open]);
  expect([await fileOf(), await fileOf(), await fileOf()]).toEqual([open, sent, better]);
  await nothingWaits();
});

it("a short try first; one that is not enough is no verdict, the long one is", async () => {
  const id = await waitingFile(newId());
  const asked: (number | undefined)[] = [];
  const pool: DerivePool = {
    derive: async (_source, _keep, wish) => {
      asked.push(wish?.timeoutMs);
      return { ok: false, refusal: "file_timeout" };
    },
    close: async () => undefined,
  };
  const { services } = app.app;
  const lent = { ...services, objects: { ...services.objects, size: async () => 10, remove: async () => undefined } };
  const read = async () => {
    const [work, file] = [await take(), await findFile(id)];
    if (work?.fileId.toHexString() !== id || !file) throw new Error("another file came first");
    await readPictures(lent, pool, { work, file, due: ["preview", "pages"] });
    return work;
  };
  await rows.putOff(await read(), { dueAt: later(serial), attempts: 0 });
  expect(await workOn(id)).toMatchObject([{ slow: true, attempts: 0 }]);
  expect(await FileModel.findById(id).lean()).toMatchObject({ status: "processing", refusal: null });
  await read();
  expect(await workOn(id)).toEqual([]);
  expect(await FileModel.findById(id).lean()).toMatchObject({ status: "refused", refusal: "file_timeout" });
  expect(asked).toEqual([10_000, 60_000]);
});

it("an account has so much of the readers a day: what was not used is given back, what is over waits", async () => {
  const { services } = app.app;
  const owner = newId();
  const quick = { ownerUserId: new Types.ObjectId(owner), kind: "pictures", slow: false } as const;
  let reads = 0;
  const read = async () => void (reads += 1);
  expect(tryMs(quick)).toBe(10_000);
  // An account has 1200 seconds of reading a day. These tries are short and count for a second each.
  for (let i = 0; i < 200; i++) expect(await readWithinBudget(services, quick, read)).toBe(true);
  await services.limits.consume("reading-day", owner, 991);
  expect(await readWithinBudget(services, quick, read)).toBe(false);
  expect(reads).toBe(200);
  await expect(
    readWithinBudget(services, { ...quick, ownerUserId: new Types.ObjectId() }, () =>
      Promise.reject(new Error("disk full")),
    ),
  ).rejects.toThrow("disk full");
});
