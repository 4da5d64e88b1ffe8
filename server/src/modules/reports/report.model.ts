import mongoose from "mongoose";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";

export interface ReportDoc {
  _id: mongoose.Types.ObjectId;
  patientId: mongoose.Types.ObjectId;
  /** User who added it, and the key of that request. */
  addedBy: mongoose.Types.ObjectId;
  requestKey: string;
  category: Report["category"];
  /** Sealed: a title may say the disease, the hospital where the person lives (R67). */
  sealedTitle: string;
  sealedPerformer: string;
  /** `YYYY-MM-DD`, as on the paper. */
  issuedOn: string;
  fileIds: mongoose.Types.ObjectId[];
  /** Files that have been read and for which that has been recorded. */
  settledFileIds: mongoose.Types.ObjectId[];
  /** The same for files in which malware was found; absent in rows of earlier releases. */
  quarantinedFileIds?: mongoose.Types.ObjectId[];
  status: Report["status"];
  createdAt: Date;
  /** Missing in rows of earlier releases: 1. */
  version?: number;
  /** What was corrected, the oldest first. */
  earlier?: EarlierDoc[];
}

export interface EarlierDoc {
  category: Report["category"];
  sealedTitle: string;
  sealedPerformer: string;
  issuedOn: string;
  until: Date;
}

const { ObjectId } = mongoose.Schema.Types;

const earlierSchema = new mongoose.Schema<EarlierDoc>(
  {
    category: { type: String, required: true },
    sealedTitle: { type: String, required: true },
    sealedPerformer: { type: String, required: true },
    issuedOn: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { _id: false },
);

const reportSchema = new mongoose.Schema<ReportDoc>(
  {
    patientId: { type: ObjectId, required: true },
    addedBy: { type: ObjectId, required: true },
    requestKey: { type: String, required: true },
    category: { type: String, required: true },
    sealedTitle: { type: String, required: true },
    sealedPerformer: { type: String, required: true },
    issuedOn: { type: String, required: true },
    fileIds: { type: [ObjectId], required: true },
    settledFileIds: { type: [ObjectId], default: [] },
    quarantinedFileIds: { type: [ObjectId], default: [] },
    status: { type: String, required: true, enum: ["final", "entered-in-error"] },
    createdAt: { type: Date, required: true },
    version: { type: Number, default: 1 },
    earlier: { type: [earlierSchema], default: [] },
  },
  { collection: "reports", versionKey: false },
);
reportSchema.index({ addedBy: 1, requestKey: 1 }, { unique: true });
// The patient's list, newest paper first.
reportSchema.index({ patientId: 1, issuedOn: -1, _id: -1 });
reportSchema.index({ fileIds: 1 });

export const ReportModel = mongoose.model<ReportDoc>("Report", reportSchema);
