import mongoose from "mongoose";
import type { AuditRow } from "./audit-row.ts";

const { ObjectId, Mixed } = mongoose.Schema.Types;

export const STAFF_OF_PATIENT = "staff_of_patient";
export const CHECKS_OF_ORGANIZATION = "checks_of_organization";

const auditEventSchema = new mongoose.Schema<AuditRow>(
  {
    at: { type: Date, required: true },
    storedAt: { type: Date, required: true },
    factId: { type: ObjectId },
    action: { type: String, required: true },
    purpose: { type: String, default: null },
    outcome: { type: String, required: true, enum: ["allowed", "refused"] },
    actor: {
      type: new mongoose.Schema(
        {
          userId: { type: ObjectId, required: true },
          sessionId: { type: ObjectId, required: true },
          role: { type: String, required: true },
          duty: { type: String, default: null },
          organizationId: { type: ObjectId, default: null },
          specialistId: { type: ObjectId, default: null },
        },
        { _id: false },
      ),
      default: null,
    },
    organizationId: { type: ObjectId, default: null },
    patientIds: { type: [ObjectId], required: true },
    entity: { type: { type: String, required: true }, id: { type: ObjectId, required: true } },
    data: { type: Mixed, default: {} },
    requestId: { type: String, required: true },
    ip: { type: String, default: "" },
    userAgent: { type: String, default: "" },
    stamp: { type: String, required: true },
    unsealed: { type: Boolean },
    seq: { type: Number },
    prevHash: { type: String },
    hash: { type: String },
  },
  { collection: "audit_events", versionKey: false, minimize: false },
);
// For the searches by organisation, by person and by patient, each newest first.
auditEventSchema.index({ organizationId: 1, at: -1, _id: -1 });
auditEventSchema.index({ "actor.userId": 1, at: -1, _id: -1 });
auditEventSchema.index({ patientIds: 1, at: -1, _id: -1 });
// The same of the staff alone: a patient who reads their own record every minute does not bury who else did.
auditEventSchema.index(
  { patientIds: 1, at: -1, _id: -1 },
  { partialFilterExpression: { "actor.organizationId": { $type: "objectId" } }, name: STAFF_OF_PATIENT },
);
// The last check somebody of an organisation asked for.
auditEventSchema.index(
  { organizationId: 1, at: -1 },
  { partialFilterExpression: { action: "audit-verify" }, name: CHECKS_OF_ORGANIZATION },
);
auditEventSchema.index({ requestId: 1 });
auditEventSchema.index({ "entity.id": 1, at: -1, _id: -1 });
// The outbox may deliver a fact twice; it must stand in the trail once.
auditEventSchema.index({ factId: 1 }, { unique: true, partialFilterExpression: { factId: { $exists: true } } });
// Each number once, so that two sealers at the same time cannot fork the chain.
auditEventSchema.index({ seq: 1 }, { unique: true, partialFilterExpression: { seq: { $gt: 0 } } });
auditEventSchema.index({ unsealed: 1, _id: 1 }, { partialFilterExpression: { unsealed: true } });

/** The trail is append-only (R65). Thrown before a command that would change or delete rows leaves the process. */
export class AppendOnlyError extends Error {
  constructor(verb: string) {
    super(`the audit trail is append-only: ${verb} refused`);
    this.name = "AppendOnlyError";
  }
}

for (const verb of [
  "updateOne",
  "updateMany",
  "replaceOne",
  "findOneAndUpdate",
  "findOneAndReplace",
  "findOneAndDelete",
  "deleteMany",
] as const)
  auditEventSchema.pre(verb, () => {
    throw new AppendOnlyError(verb);
  });
for (const verb of ["updateOne", "deleteOne"] as const)
  auditEventSchema.pre(verb, { document: true, query: true }, () => {
    throw new AppendOnlyError(verb);
  });
auditEventSchema.pre("save", function () {
  if (!this.isNew || this.seq !== undefined) throw new AppendOnlyError("save");
});
auditEventSchema.pre("insertMany", () => {
  throw new AppendOnlyError("insertMany");
});
auditEventSchema.pre("aggregate", function () {
  if (this.pipeline().some((stage) => "$out" in stage || "$merge" in stage)) throw new AppendOnlyError("aggregate");
});
auditEventSchema.pre("bulkWrite", (ops) => {
  if (!ops.every(isSealing)) throw new AppendOnlyError("bulkWrite");
});

/** The only allowed change: a row without a number gets its number and seal. */
function isSealing(op: object): boolean {
  if (Object.keys(op).join(",") !== "updateOne" || !("updateOne" in op)) return false;
  const { filter, update, ...more } = op.updateOne as { filter: object; update: Record<string, object> };
  const fields = [filter, update, update.$set ?? {}, update.$unset ?? {}].map((part) => Object.keys(part).join(","));
  return (
    Object.keys(more).length === 0 &&
    fields.join(" ") === "_id,unsealed $set,$unset seq,prevHash,hash unsealed" &&
    "unsealed" in filter &&
    filter.unsealed === true
  );
}

export const AuditEventModel = mongoose.model<AuditRow>("AuditEvent", auditEventSchema);
