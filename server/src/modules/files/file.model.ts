import mongoose from "mongoose";
import type { fileRefusals, fileStatuses, PageFlaw } from "@fuzhen/shared/files/file.schema.ts";

/** `removing` is internal: to everybody else such a file no longer exists. */
export type StoredStatus = (typeof fileStatuses)[number] | "removing";

export interface FileDoc {
  _id: mongoose.Types.ObjectId;
  ownerUserId: mongoose.Types.ObjectId;
  /** Chosen by the client once per intended file. */
  uploadKey: string;
  /** Last part of the tus URL and folder of its pieces; random, since the URL must not be guessable. */
  uploadId: string;
  /** What it was uploaded for; exactly one is set. */
  patientId: mongoose.Types.ObjectId | null;
  consultationId: mongoose.Types.ObjectId | null;
  /** Sealed: file names carry people's names and diseases (R67). */
  name: string;
  bytes: number;
  status: StoredStatus;
  refusal: (typeof fileRefusals)[number] | null;
  kind: "image" | "pdf" | null;
  /** Random folder of the object store that holds everything of this file. */
  folder: string;
  /** `flaw` is absent in rows from before. */
  pages: { width: number; height: number; flaw?: PageFlaw | null }[];
  /** A record refers to it, so the clean-up leaves it alone. */
  attached: boolean;
  createdAt: Date;
  settledAt: Date | null;
  /**
   * State of the work on this row (reading or removing): tries so far, earliest next try, and until when a worker holds
   * it.
   */
  attempts: number;
  /** A short try was not enough: it waits for the one reader of such files. Absent in rows from before. */
  slow?: boolean;
  dueAt: Date;
  leasedUntil: Date | null;
  /** Random id of the lease. */
  lease: string | null;
}

const { ObjectId } = mongoose.Schema.Types;

const fileSchema = new mongoose.Schema<FileDoc>(
  {
    ownerUserId: { type: ObjectId, required: true },
    uploadKey: { type: String, required: true },
    uploadId: { type: String, required: true },
    patientId: { type: ObjectId, default: null },
    consultationId: { type: ObjectId, default: null },
    name: { type: String, required: true },
    bytes: { type: Number, required: true },
    status: { type: String, required: true, enum: ["uploading", "processing", "ready", "refused", "removing"] },
    refusal: { type: String, default: null },
    kind: { type: String, default: null },
    folder: { type: String, required: true },
    pages: {
      type: [new mongoose.Schema({ width: Number, height: Number, flaw: String }, { _id: false })],
      default: [],
    },
    attached: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    settledAt: { type: Date, default: null },
    attempts: { type: Number, required: true },
    slow: { type: Boolean, default: false },
    dueAt: { type: Date, required: true },
    leasedUntil: { type: Date, default: null },
    lease: { type: String, default: null },
  },
  { collection: "files", versionKey: false },
);
// Creating an upload twice with the same key makes one.
fileSchema.index({ ownerUserId: 1, uploadKey: 1 }, { unique: true });
fileSchema.index({ uploadId: 1 }, { unique: true });
// For the worker's queue and for the clean-up of unattached files.
fileSchema.index({ status: 1, dueAt: 1 });
fileSchema.index({ createdAt: 1 }, { partialFilterExpression: { attached: false } });
fileSchema.index({ ownerUserId: 1 }, { partialFilterExpression: { attached: false } });
// What an account has waiting to be read.
fileSchema.index({ ownerUserId: 1 }, { partialFilterExpression: { status: "processing" }, name: "unread_of_owner" });

export const FileModel = mongoose.model<FileDoc>("File", fileSchema);
