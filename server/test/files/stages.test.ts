import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { eraseFile } from "../../src/modules/files/erase-file.ts";
import { findFile, type FileRecord } from "../../src/modules/files/file.repo.ts";
import { presentFiles } from "../../src/modules/files/index.ts";
import type { DerivePool } from "../../src/modules/files/reading/derive-pool.ts";
import type { Picture } from "../../src/modules/files/reading/derive-result.ts";
import { addWork, workRows } from "../../src/modules/files/stages/file-work.repo.ts";
import { readPictures } from "../../src/modules/files/stages/read-pictures.ts";
import { readStages } from "../../src/modules/files/stages/read-stages.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { makeFile, unread, workOn } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let owner: TestPatient;
beforeAll(async () => {
  app = await startTestApp({ now: "2036-03-01T02:00:00Z" });
  owner = await makePatient(app);
});
afterAll(() => app.close());

const as = () => owner.account.token;
const make = () => makeFile(app, { as: as(), patientId: owner.id, content: "photos/fixture.webp" });
const shown = async (id: string) => (await app.call<FileInfo>("GET", `/files/${id}`, { as: as() })).data;
const stored = async (id: string): Promise<FileRecord> => {
  const file = await findFile(id);
  if (!file) throw new Error("no such file");
  return file;
};
const age = (id: string, set: object) =>
  mongoose.connection.collection("files").updateOne({ _id: new mongoose.Types.ObjectId(id) }, { $set: set });
const factsOf = (id: string) => OutboxModel.countDocuments({ "entity.id": id, type: "file:settled" });

/** Due where no reader of the app looks, and taken from there by a pool of the test's. */
const ahead = () => new Date(app.ctx.now().getTime() + 300_000);
async function readBy(id: string, pool: DerivePool["derive"]): Promise<void> {
  const work = await workRows("pictures").take(ahead());
  if (work?.fileId.toHexString() !== id) throw new Error("another file came first");
  await readStages(app.app.services, work, (task) =>
    readPictures(app.app.services, { derive: pool, close: async () => undefined }, task),
  );
}
const picture = (variant: Picture["variant"], width: number): Picture => ({
  variant,
  page: 0,
  width,
  height: width,
  flaw: null,
  data: Buffer.from(variant),
});

test("a file of which the small picture cannot be made shows its pages", async () => {
  const { id } = await make();
  await unread(id, { dueAt: ahead() });
  const display = picture("display", 50);
  await readBy(id, async (_source, keep) => {
    await keep(display);
    return { ok: true, kind: "image", mediaType: "image/webp", derivatives: [display] };
  });
  expect(await shown(id)).toMatchObject({ status: "ready", pages: [{ thumb: null, width: 50 }] });
  expect((await stored(id)).readings).toMatchObject({ preview: { state: "failed" }, pages: { state: "done" } });
  expect(await workOn(id)).toEqual([]);
});

test("a stage of a newer version reads all files anew, at leisure, and nobody notices", async () => {
  const [one, other] = [await make(), await make()];
  const facts = await factsOf(one.id);
  // As an older version of the stage would have left it.
  await age(one.id, { "readings.pages.version": 0, "readings.pages.result.pages": [{ width: 1, height: 1 }] });
  await app.runJob("files:read-anew");
  expect([await workOn(one.id), await workOn(other.id)]).toMatchObject([[{ kind: "pictures", rank: 2 }], []]);
  expect((await shown(one.id)).status).toBe("ready");
  await make(); // wakes the readers
  await expect.poll(() => workOn(one.id)).toEqual([]);
  const { status, pages } = await shown(one.id);
  expect([status, pages[0]?.width]).toEqual(["ready", one.pages[0]?.width]);
  expect((await stored(one.id)).readings.pages).toMatchObject({ version: 1, state: "done" });
  expect(await factsOf(one.id)).toBe(facts);
});

test("what a newer version cannot read stays as an older one read it, and is not tried for ever", async () => {
  const { id, pages } = await make();
  await age(id, { "readings.pages.version": 0 });
  await addWork([{ file: await stored(id), kind: "pictures", rank: 2 }], ahead());
  await readBy(id, async () => ({ ok: false, refusal: "file_broken" }));
  const after = await shown(id);
  expect([after.status, after.refusal, after.pages[0]?.width]).toEqual(["ready", null, pages[0]?.width]);
  expect((await stored(id)).readings.pages).toMatchObject({ version: 1, state: "failed" });
  await app.runJob("files:read-anew");
  expect(await workOn(id)).toEqual([]);
  expect((await fetch(app.url + after.original)).status).toBe(200);
});

test("a newer version of the small picture alone draws the first page alone, and leaves the pages", async () => {
  const { id } = await make();
  await age(id, { "readings.preview.version": 0 });
  await addWork([{ file: await stored(id), kind: "pictures" }], ahead());
  const pictures = [picture("thumb", 10), picture("display", 10)];
  const wishes: unknown[] = [];
  await readBy(id, async (_source, keep, wish) => {
    wishes.push(wish?.firstPage);
    for (const each of pictures) await keep(each);
    return { ok: true, kind: "image", mediaType: "image/webp", derivatives: pictures };
  });
  const [page] = (await shown(id)).pages;
  const sent = async (link: string | null | undefined) => (await fetch(app.url + link)).text();
  expect([wishes, await sent(page?.thumb), await sent(page?.display)]).toEqual([
    [true],
    "thumb",
    expect.stringContaining("WEBP"),
  ]);
});

test("what a specialist has open is read first; whoever sent it cannot hurry it by looking", async () => {
  const { id } = await make();
  await unread(id, { dueAt: ahead() });
  const ids = { userId: owner.account.id, sessionId: "0".repeat(24), organizationId: null, specialistId: null };
  const ranks = [];
  for (const role of ["patient", "specialist"] as const) {
    await presentFiles({ ...app.ctx, actor: { ...ids, role } }, [id]);
    ranks.push((await workOn(id))[0]?.rank);
  }
  expect(ranks).toEqual([1, 0]);
  await unread(id, { dueAt: new Date(0) });
});

test("a file withdrawn while it is read goes when the reading has ended, and leaves nothing", async () => {
  const { id } = await make();
  const { folder, ownerUserId } = await stored(id);
  await addWork([{ file: { id, ownerUserId }, kind: "pictures" }], ahead());
  const reading = await workRows("pictures").take(ahead());
  if (reading?.fileId.toHexString() !== id) throw new Error("another file came first");
  await age(id, { status: "removing" });
  await addWork([{ file: { id, ownerUserId }, kind: "erase" }], ahead());
  const erase = await workRows("erase").take(ahead());
  if (!erase) throw new Error("nothing to erase");
  expect(await eraseFile(app.app.services, erase)).toMatchObject({ attempts: erase.attempts - 1 });
  expect(await app.ctx.objects.size(`${folder}/original`)).toBeGreaterThan(0);
  await workRows("pictures").putOff(reading, { dueAt: ahead(), attempts: 0 });
  expect(await eraseFile(app.app.services, erase)).toBeUndefined();
  expect([await app.ctx.objects.size(`${folder}/original`), await workOn(id)]).toEqual([null, []]);
});

test("a file that no work waits for, as a crash may leave it, is found at the next start", async () => {
  const { id } = await make();
  await age(id, { status: "processing", readings: {} });
  await app.restart();
  await expect.poll(async () => (await stored(id)).status).toBe("ready");
});
