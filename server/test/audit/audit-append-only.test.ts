import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppendOnlyError, AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { recordAccess } from "../../src/modules/audit/index.ts";
import { sealAuditEvents } from "../../src/modules/audit/seal-audit-events.ts";
import { newId } from "../../src/platform/outbox.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  await recordAccess(app.ctx, {
    patientIds: [newId()],
    entity: { type: "Patient", id: newId() },
    action: "access",
    purpose: "visit",
    outcome: "allowed",
  });
  await sealAuditEvents(app.ctx);
});
afterAll(() => app.close());

const aRow = async () => {
  const row = await AuditEventModel.findOne().orFail();
  return { row, plain: row.toObject() };
};
const id = new mongoose.Types.ObjectId();
const change = { $set: { ip: "10.0.0.1" } };

/** Every method of a mongoose model that writes to documents, as somebody in the house might try it. */
const tries: Record<string, () => Promise<unknown>> = {
  updateOne: () => AuditEventModel.updateOne({}, change),
  updateMany: () => AuditEventModel.updateMany({}, change),
  replaceOne: () => AuditEventModel.replaceOne({}, { ip: "10.0.0.1" }),
  findOneAndUpdate: () => AuditEventModel.findOneAndUpdate({}, change),
  findByIdAndUpdate: () => AuditEventModel.findByIdAndUpdate(id, change),
  findOneAndReplace: () => AuditEventModel.findOneAndReplace({}, { ip: "10.0.0.1" }),
  findOneAndDelete: () => AuditEventModel.findOneAndDelete({}),
  findByIdAndDelete: () => AuditEventModel.findByIdAndDelete(id),
  deleteOne: () => AuditEventModel.deleteOne({}),
  deleteMany: () => AuditEventModel.deleteMany({}),
  insertMany: async () => AuditEventModel.insertMany([(await aRow()).plain]),
  insertOne: async () => AuditEventModel.insertOne({ ...(await aRow()).plain, _id: id }),
  create: async () => AuditEventModel.create([{ ...(await aRow()).plain, _id: id }]),
  bulkWrite: () => AuditEventModel.bulkWrite([{ updateOne: { filter: { unsealed: true }, update: change } }]),
  bulkSave: async () => {
    const { row } = await aRow();
    row.ip = "10.0.0.1";
    return AuditEventModel.bulkSave([row]);
  },
};

describe("the trail is append-only for the application", () => {
  it.each(Object.entries(tries))("%s is refused", async (_name, run) => {
    await expect(run()).rejects.toBeInstanceOf(AppendOnlyError);
  });

  it("and so are the methods of a row that was read", async () => {
    const { row } = await aRow();
    row.ip = "10.0.0.1";
    await expect(row.save()).rejects.toBeInstanceOf(AppendOnlyError);
    await expect(row.updateOne(change)).rejects.toBeInstanceOf(AppendOnlyError);
    await expect(row.replaceOne({ ip: "" })).rejects.toBeInstanceOf(AppendOnlyError);
    await expect(row.deleteOne()).rejects.toBeInstanceOf(AppendOnlyError);
  });

  it("and a pipeline that writes", async () => {
    const into = AuditEventModel.aggregate([{ $merge: { into: "audit_events" } }]);
    await expect(into.exec()).rejects.toBeInstanceOf(AppendOnlyError);
    const out = AuditEventModel.aggregate([{ $out: "audit_events" }]);
    await expect(out.exec()).rejects.toBeInstanceOf(AppendOnlyError);
  });

  const seals: [string, object, object][] = [
    ["of a row that has its place", { _id: id }, { $set: { seq: 1, prevHash: "", hash: "" }, $unset: { unsealed: 1 } }],
    ["of many at once", { unsealed: true }, { $set: { seq: 1, prevHash: "", hash: "" }, $unset: { unsealed: 1 } }],
    [
      "with another field",
      { _id: id, unsealed: true },
      { $set: { seq: 1, prevHash: "", hash: "", ip: "" }, $unset: { unsealed: 1 } },
    ],
    ["that takes another field out", { _id: id, unsealed: true }, { $set: { seq: 1 }, $unset: { ip: 1 } }],
  ];
  it.each(seals)("a seal %s is refused", async (_name, filter, update) => {
    await expect(AuditEventModel.bulkWrite([{ updateOne: { filter, update } }])).rejects.toBeInstanceOf(
      AppendOnlyError,
    );
  });

  it("no method that writes is missing above", () => {
    const writes = /update|delete|replace|remove|insert|create|bulk|save|increment/i;
    // These make collections and indexes, prepare operations or listen to events, and touch no row.
    const harmless = /collection|index|listener|^\$|^build/i;
    const methods = Object.getOwnPropertyNames(mongoose.Model).filter(
      (name) => writes.test(name) && !harmless.test(name),
    );
    expect(methods.filter((name) => !Object.hasOwn(tries, name))).toEqual([]);
    expect(methods.length).toBeGreaterThan(10);
  });
});
