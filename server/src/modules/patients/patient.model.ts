import mongoose from "mongoose";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";

export interface PatientDoc {
  _id: mongoose.Types.ObjectId;
  accountId: mongoose.Types.ObjectId;
  requestKey: string;
  /**
   * Name and birth date, sealed, since together they identify a person (R67). Names of staff and specialists are public
   * by law (R1) and stored plainly.
   */
  sealedPerson: string;
  /** Not there in rows of releases that knew the 18-digit card alone. */
  documentType?: Patient["documentType"];
  idNumberSealed: string;
  idNumberLookup: string;
  idNumberMasked: string;
  sex: Patient["sex"];
  relationship: Patient["relationship"];
  phoneSealed: string | null;
  phoneMasked: string | null;
  /** When the guardian consented for a child under 14 (R8). */
  guardianConsentAt: Date | null;
  /** How often it was corrected; each time has its row in `patient_corrections`. Not there in rows of older releases. */
  version?: number;
  /** When the account holder took the person out of the account. The record stays (R32), and nobody finds it there. */
  removedAt?: Date | null;
  createdAt: Date;
}

const patientSchema = new mongoose.Schema<PatientDoc>(
  {
    accountId: { type: mongoose.Schema.Types.ObjectId, required: true },
    requestKey: { type: String, required: true },
    sealedPerson: { type: String, required: true },
    documentType: { type: String },
    idNumberSealed: { type: String, required: true },
    idNumberLookup: { type: String, required: true },
    // Empty for a newborn, which `required` would refuse.
    idNumberMasked: { type: String, default: "" },
    sex: { type: String, required: true },
    relationship: { type: String, required: true },
    phoneSealed: { type: String, default: null },
    phoneMasked: { type: String, default: null },
    guardianConsentAt: { type: Date, default: null },
    version: { type: Number, default: 0 },
    removedAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { collection: "patients", versionKey: false },
);
patientSchema.index({ accountId: 1, idNumberLookup: 1 }, { unique: true });
// Emergency access looks a person up by identity number, whichever account holds the record.
patientSchema.index({ idNumberLookup: 1 });
patientSchema.index({ accountId: 1, requestKey: 1 }, { unique: true });
// One 就诊人 per account with the relationship "self".
patientSchema.index(
  { accountId: 1, relationship: 1 },
  { unique: true, partialFilterExpression: { relationship: "self" } },
);

export const PatientModel = mongoose.model<PatientDoc>("Patient", patientSchema);
