import mongoose from "mongoose";
import type { ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";

/** One consent as it was given. Never rewritten, only closed; a new consent is a new row. */
export interface ConsentDoc {
  _id: mongoose.Types.ObjectId;
  patientId: mongoose.Types.ObjectId;
  /** Account holder who consented. */
  grantedBy: mongoose.Types.ObjectId;
  purpose: ConsentPurpose;
  version: string;
  textSha256: string;
  grantedAt: Date;
  withdrawnAt: Date | null;
  /** False when withdrawn or replaced by a newer version. */
  active: boolean;
}

const { ObjectId } = mongoose.Schema.Types;
const consentSchema = new mongoose.Schema<ConsentDoc>(
  {
    patientId: { type: ObjectId, required: true },
    grantedBy: { type: ObjectId, required: true },
    purpose: { type: String, required: true },
    version: { type: String, required: true },
    textSha256: { type: String, required: true },
    grantedAt: { type: Date, required: true },
    withdrawnAt: { type: Date, default: null },
    active: { type: Boolean, required: true },
  },
  { collection: "consents", versionKey: false },
);
consentSchema.index({ patientId: 1, purpose: 1 }, { unique: true, partialFilterExpression: { active: true } });
consentSchema.index({ patientId: 1, grantedAt: 1 });

export const ConsentModel = mongoose.model<ConsentDoc>("Consent", consentSchema);
