import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AuditRow } from "../../src/modules/audit/audit-row.ts";
import { recordAccess, verifyAuditChain } from "../../src/modules/audit/index.ts";
import { appendAnchor, readAnchors } from "../../src/modules/audit/audit-anchors.ts";
import { findHead, findUnsealed, storeSeals } from "../../src/modules/audit/audit-chain.repo.ts";
import { placesAfter, sealAuditEvents } from "../../src/modules/audit/seal-audit-events.ts";
import { newId } from "../../src/platform/outbox.ts";
import { WorkModel } from "../../src/platform/work/work.model.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

/** Behind the application's back, as somebody with the database in their hands. */
const rows = () => mongoose.connection.collection<AuditRow>("audit_events");
const chain = () =>
  rows()
    .find({}, { sort: { seq: 1 } })
    .toArray();
const anchorFile = () => path.join(app.ctx.env.DATA_DIR, "audit", "anchors.jsonl");

/** The work of sealing is had by nobody of this process, until it is let go. */
async function keepSealerOff(): Promise<() => Promise<unknown>> {
  const leasedUntil = new Date(app.ctx.now().getTime() + 5000);
  await WorkModel.updateOne(
    { _id: "audit:sealing" },
    { $set: { kind: "audit", lease: "nobody", leasedUntil }, $setOnInsert: { dueAt: leasedUntil } },
    { upsert: true },
  );
  return () => WorkModel.deleteOne({ _id: "audit:sealing" });
}

const write = async (count: number) => {
  for (let i = 0; i < count; i++)
    await recordAccess(app.ctx, {
      patientIds: [newId()],
      entity: { type: "Patient", id: newId() },
      action: "access",
      purpose: "visit",
      outcome: "allowed",
      data: { count: i, words: "a", nothing: null },
    });
};

describe("a chain", () => {
  it("numbers every row once, each bound to the one before, whatever two sealers do at once", async () => {
    for (let round = 0; round < 5; round++) {
      await write(30);
      await Promise.all([sealAuditEvents(app.ctx), sealAuditEvents(app.ctx), sealAuditEvents(app.ctx)]);
    }
    const found = await chain();
    expect(found.length).toBeGreaterThanOrEqual(150);
    expect(found.map(({ seq }) => seq)).toEqual(found.map((_, index) => index + 1));
    expect(found.map(({ prevHash }) => prevHash)).toEqual(["", ...found.slice(0, -1).map(({ hash }) => hash)]);
    expect(new Set(found.map(({ hash }) => hash)).size).toBe(found.length);
    expect(await verifyAuditChain(app.ctx)).toMatchObject({ rows: found.length, waiting: 0, broken: null });
  });

  it("is sealed by the server within about a second of a write, and its end anchored outside the database", async () => {
    await write(1);
    await expect.poll(async () => (await verifyAuditChain(app.ctx)).waiting).toBe(0);
    await expect.poll(() => readAnchors(app.ctx)).not.toEqual([]);
  });

  it("is anchored again when the server stops, and goes on from there when it is back", async () => {
    await write(3);
    await app.restart();
    const end = (await chain()).at(-1);
    expect((await readAnchors(app.ctx)).at(-1)).toMatchObject({ seq: end?.seq, hash: end?.hash });
    await write(3);
    await sealAuditEvents(app.ctx);
    const check = await verifyAuditChain(app.ctx);
    expect(check).toMatchObject({ rows: (end?.seq ?? 0) + 3, broken: null });
    expect(check.anchors).toBeGreaterThan(0);
  });

  it("a run that is killed half-way leaves a whole beginning, and the next one goes on from there", async () => {
    await write(4);
    const head = await findHead();
    const seals = placesAfter(app.ctx.keys, head, await findUnsealed(100));
    await storeSeals(seals.slice(0, 2));
    await sealAuditEvents(app.ctx);
    const check = await verifyAuditChain(app.ctx);
    expect(check).toMatchObject({ broken: null, waiting: 0 });
    expect(check.head?.seq).toBe((head?.seq ?? 0) + seals.length);
  });

  it("of several who seal at once with different rows in mind, each place and each row has one", async () => {
    const goOn = await keepSealerOff();
    for (let turn = 0; turn < 10; turn++) {
      await write(5);
      const head = await findHead();
      const [a, b, c, ...rest] = await findUnsealed(100);
      if (!a || !b || !c) throw new Error("nothing to seal");
      const plans = [
        [a, b, c],
        [b, a, ...rest],
        [c, ...rest, a],
      ].map((rows) => placesAfter(app.ctx.keys, head, rows));
      const done = await Promise.all(plans.map((plan) => storeSeals(plan)));
      expect(done.filter(Boolean).length).toBeLessThanOrEqual(1);
      await sealAuditEvents(app.ctx);
      expect(await verifyAuditChain(app.ctx)).toMatchObject({ broken: null, waiting: 0 });
    }
    await goOn();
  });

  it("may be walked from its last rows on", async () => {
    expect(await verifyAuditChain(app.ctx, { last: 10 })).toMatchObject({ rows: 10, broken: null });
    expect((await verifyAuditChain(app.ctx, { last: 1_000_000 })).rows).toBe((await chain()).length);
  });
});

describe("whoever has the database but not the keys is found out", () => {
  // The server's own sealer would seal and anchor what is being tampered with.
  beforeAll(() => keepSealerOff());
  beforeEach(async () => {
    await rm(anchorFile(), { force: true });
    await rows().deleteMany({});
    await write(12);
    await sealAuditEvents(app.ctx);
  });
  const at = async (seq: number) => {
    const row = await rows().findOne({ seq });
    if (!row) throw new Error("no such row");
    return row;
  };
  const found = async () => (await verifyAuditChain(app.ctx)).broken;
  const idAt = async (seq: number) => (await at(seq))._id.toHexString();

  const edits: [string, object][] = [
    ["a field", { $set: { ip: "10.0.0.1" } }],
    ["a date by a millisecond", { $set: { at: new Date("2026-11-23T02:00:00.001Z") } }],
    ["a field within a field", { $set: { "data.words": "b" } }],
    ["a field that was not there", { $set: { note: "x" } }],
    ["a patient taken out", { $set: { patientIds: [] } }],
    ["the stamp", { $set: { stamp: "a.b" } }],
    ["the seal taken off", { $unset: { hash: 1 } }],
    ["the stamp taken off", { $unset: { stamp: 1 } }],
    ["the seal made of nothing", { $set: { hash: "none" } }],
    ["the seal before it", { $set: { prevHash: "x" } }],
  ];
  it.each(edits)("edited: %s", async (_name, update) => {
    const row = await at(5);
    await rows().updateOne({ _id: row._id }, update);
    expect(await found()).toEqual({ kind: "edited", seq: 5, id: row._id.toHexString() });
  });

  it("edited: the seal itself", async () => {
    const row = await at(5);
    const hash = `${row.hash?.slice(0, -2)}xx`;
    await rows().updateOne({ _id: row._id }, { $set: { hash } });
    expect(await found()).toEqual({ kind: "edited", seq: 5, id: row._id.toHexString() });
  });

  it("taken out of the middle, and at the beginning", async () => {
    await rows().deleteOne({ seq: 6 });
    expect(await found()).toEqual({ kind: "missing", seq: 6, id: null });
    await rows().deleteMany({ seq: { $lt: 3 } });
    expect(await found()).toEqual({ kind: "missing", seq: 1, id: null });
  });

  it("taken out, the gap closed by other numbers", async () => {
    await rows().deleteOne({ seq: 6 });
    await rows().updateOne({ seq: 7 }, { $set: { seq: 6 } });
    expect(await found()).toEqual({ kind: "reordered", seq: 6, id: await idAt(6) });
  });

  it("two rows swapped", async () => {
    const [a, b] = [await at(4), await at(9)];
    await rows().updateOne({ _id: a._id }, { $set: { seq: 900 } });
    await rows().updateOne({ _id: b._id }, { $set: { seq: 4 } });
    await rows().updateOne({ _id: a._id }, { $set: { seq: 9 } });
    expect(await found()).toEqual({ kind: "reordered", seq: 4, id: b._id.toHexString() });
  });

  it("the tail cut off, also when the trail has grown over it again", async () => {
    const { head } = await verifyAuditChain(app.ctx);
    await appendAnchor(app.ctx, { seq: head?.seq ?? 0, hash: head?.hash ?? "", at: "2026-11-23T02:00:00.000Z" });
    await rows().deleteMany({ seq: { $gt: 8 } });
    expect(await found()).toEqual({ kind: "cut", seq: 9, id: null });
    await write(6);
    await sealAuditEvents(app.ctx);
    expect(await found()).toEqual({ kind: "rewritten", seq: 12, id: await idAt(12) });
    await rows().deleteMany({});
    expect(await found()).toEqual({ kind: "cut", seq: 1, id: null });
  });

  it("a row of one's own put in: with a place, without one, and waiting to be sealed", async () => {
    const { hash = "" } = await at(12);
    const { _id, ...like } = await at(3);
    const forged = { ...like, seq: 13, prevHash: hash };
    await rows().insertOne({ ...forged, _id: new mongoose.Types.ObjectId() });
    expect(await found()).toEqual({ kind: "edited", seq: 13, id: await idAt(13) });
    await rows().deleteOne({ seq: 13 });

    const { seq, prevHash, hash: seal, ...row } = like;
    expect([seq, prevHash !== "", seal !== ""]).toEqual([3, true, true]);
    const stray = new mongoose.Types.ObjectId();
    await rows().insertOne({ ...row, _id: stray });
    expect(await found()).toEqual({ kind: "forged", seq: null, id: stray.toHexString() });
    await rows().deleteOne({ _id: stray });

    await rows().insertOne({ ...row, _id: stray, unsealed: true });
    await sealAuditEvents(app.ctx);
    expect(await found()).toEqual({ kind: "forged", seq: 13, id: stray.toHexString() });
    expect(_id).toBeDefined();
  });

  it("a row kept from being sealed, once it has waited for a minute", async () => {
    const row = await at(12);
    await rows().updateOne({ _id: row._id }, { $unset: { seq: 1, prevHash: 1, hash: 1 }, $set: { unsealed: true } });
    expect(await verifyAuditChain(app.ctx)).toMatchObject({ broken: null, waiting: 1 });
    const later = new Date(app.ctx.now().getTime() + 61_000);
    const { broken } = await verifyAuditChain({ ...app.ctx, now: () => later });
    expect(broken).toEqual({ kind: "unsealed", seq: null, id: row._id.toHexString() });
  });

  it("another installation's keys", async () => {
    const other = await verifyAuditChain({ ...app.ctx, keys: { ...app.ctx.keys, auditTagHolds: () => null } });
    expect(other.broken).toMatchObject({ kind: "unknown-key", seq: 1 });
  });

  it("of a file of many years, only the end is read that the last rows need", async () => {
    const file = anchorFile();
    const lineOf = (seq: number) => JSON.stringify({ seq, hash: "x".repeat(64), at: "2026-11-23T02:00:00.000Z" });
    const whole = Array.from({ length: 20_000 }, (_, index) => index + 1);
    // A reader that went back to the beginning of the file would find this first line, whose number is too high.
    await writeFile(file, [90_000, ...whole].map(lineOf).join("\n"));
    expect((await readAnchors(app.ctx)).map(({ seq }) => seq)).toEqual([...whole, 90_000]);
    expect((await readAnchors(app.ctx, 19_990)).map(({ seq }) => seq)).toEqual(whole.slice(19_990));
  });

  it("a line of the anchors torn by a crash is no break, and swallows no later one", async () => {
    const { head } = await verifyAuditChain(app.ctx);
    const anchor = { seq: head?.seq ?? 0, hash: head?.hash ?? "", at: "2026-11-23T02:00:00.000Z" };
    await appendAnchor(app.ctx, { ...anchor, seq: 3, hash: (await at(3)).hash ?? "" });
    await appendFile(anchorFile(), '\n{"seq": 7, "ha');
    await appendAnchor(app.ctx, anchor);
    expect(await readFile(anchorFile(), "utf8")).toContain('"ha\n');
    expect(await verifyAuditChain(app.ctx)).toMatchObject({ anchors: 2, broken: null });
  });
});
