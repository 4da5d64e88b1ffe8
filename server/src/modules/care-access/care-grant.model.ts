import mongoose from "mongoose";
import { accessPurposes, type AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { accessBases, type AccessBasis } from "@fuzhen/shared/care-access/care-access.schema.ts";

/** Who can be given access. An organisation is all of its staff, a guest whoever holds a link. */
export const granteeKinds = ["specialist", "pharmacist", "organisation", "guest"] as const;
export type GranteeKind = (typeof granteeKinds)[number];

/** Somebody may see a patient's record for named purposes from one instant to another, on a ground (grounds.ts). */
export interface CareGrantDoc {
  _id: mongoose.Types.ObjectId;
  patientId: mongoose.Types.ObjectId;
  grantee: { kind: GranteeKind; id: mongoose.Types.ObjectId };
  /** The appointment, the emergency opening. */
  ground: { kind: AccessBasis; id: mongoose.Types.ObjectId };
  purposes: AccessPurpose[];
  /** Whose rules it is subject to. */
  organizationId: mongoose.Types.ObjectId;
  from: Date;
  until: Date;
  /** End of the visit, from which the organisation's days are counted on every read. Null in rows of older releases, and without a visit. */
  visitEnd: Date | null;
  /** True while the visit is under way; withdrawing the consent then does not interrupt it. */
  visitOpen: boolean;
  /** Until when the visit, once over, takes questions, whatever days the organisation allows. */
  questionsUntil: Date | null;
  endedAt: Date | null;
}

const { ObjectId } = mongoose.Schema.Types;
const named = (kinds: readonly string[]) =>
  new mongoose.Schema(
    { kind: { type: String, enum: kinds, required: true }, id: { type: ObjectId, required: true } },
    { _id: false },
  );
const careGrantSchema = new mongoose.Schema<CareGrantDoc>(
  {
    patientId: { type: ObjectId, required: true },
    grantee: { type: named(granteeKinds), required: true },
    ground: { type: named(accessBases), required: true },
    purposes: { type: [{ type: String, enum: accessPurposes }], required: true },
    organizationId: { type: ObjectId, required: true },
    from: { type: Date, required: true },
    until: { type: Date, required: true },
    visitEnd: { type: Date, default: null },
    visitOpen: { type: Boolean, default: false },
    questionsUntil: { type: Date, default: null },
    endedAt: { type: Date, default: null },
  },
  { collection: "care_grants", versionKey: false },
);
// One ground gives access to one grantee. Partial, since rows of older releases have no ground until they are migrated.
careGrantSchema.index(
  { "ground.id": 1, "ground.kind": 1 },
  { unique: true, partialFilterExpression: { "ground.id": { $exists: true } } },
);
careGrantSchema.index({ "grantee.id": 1, patientId: 1, until: 1 });
careGrantSchema.index({ patientId: 1, until: 1 });
// A specialist's emergencies, however many visits they have.
careGrantSchema.index(
  { "grantee.id": 1, until: 1 },
  { partialFilterExpression: { "ground.kind": "break-glass" satisfies AccessBasis } },
);
// Whom a change of the organisation's rules would touch.
careGrantSchema.index({ organizationId: 1, visitEnd: 1 });

export const CareGrantModel = mongoose.model<CareGrantDoc>("CareGrant", careGrantSchema);
