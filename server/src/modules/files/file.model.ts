import mongoose from "mongoose";
import {
  fileSubjects,
  type fileRefusals,
  type FileSubject,
  type fileStatuses,
} from "@fuzhen/shared/files/file.schema.ts";
import { stageNames, type Readings } from "./stages/stages.ts";

/**
 * Two are internal: a file that is `removing` no longer exists for anybody else; one that is `quarantined` counts as refused to
 * everybody, while its bytes stay.
 */
export type StoredStatus = (typeof fileStatuses)[number] | "quarantined" | "removing";

export interface FileDoc {
  _id: mongoose.Types.ObjectId;
  ownerUserId: mongoose.Types.ObjectId;
  /** Chosen by the client once per intended file. */
  uploadKey: string;
  /** Last part of the tus URL and folder of its pieces; random, since the URL must not be guessable. */
  uploadId: string;
  /** What it was uploaded for. */
  subject: { type: FileSubject["type"]; id: mongoose.Types.ObjectId };
  /** Sealed: file names carry people's names and diseases (R67). */
  name: string;
  bytes: number;
  status: StoredStatus;
  refusal: (typeof fileRefusals)[number] | null;
  /** Random folder of the object store that holds everything of this file. */
  folder: string;
  /** What each stage has found out about it (`stages.ts`). */
  readings: Readings;
  /** A record refers to it, so the clean-up leaves it alone. */
  attached: boolean;
  createdAt: Date;
  settledAt: Date | null;
}

const { ObjectId } = mongoose.Schema.Types;

const readingSchema = new mongoose.Schema(
  {
    version: { type: Number, required: true },
    state: { type: String, required: true, enum: ["done", "failed", "waiting", "skipped"] },
    /** Of the stage's own shape, see `StageResults`. */
    result: { type: mongoose.Schema.Types.Mixed, default: null },
    at: { type: Date, required: true },
  },
  { _id: false },
);
const readingsSchema = new mongoose.Schema(Object.fromEntries(stageNames.map((name) => [name, readingSchema])), {
  _id: false,
  minimize: false,
});

const fileSchema = new mongoose.Schema<FileDoc>(
  {
    ownerUserId: { type: ObjectId, required: true },
    uploadKey: { type: String, required: true },
    uploadId: { type: String, required: true },
    subject: {
      type: new mongoose.Schema(
        { type: { type: String, required: true, enum: fileSubjects }, id: { type: ObjectId, required: true } },
        { _id: false },
      ),
      required: true,
    },
    name: { type: String, required: true },
    bytes: { type: Number, required: true },
    status: {
      type: String,
      required: true,
      enum: ["uploading", "processing", "ready", "refused", "quarantined", "removing"],
    },
    refusal: { type: String, default: null },
    folder: { type: String, required: true },
    readings: { type: readingsSchema, required: true },
    attached: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    settledAt: { type: Date, default: null },
  },
  { collection: "files", versionKey: false, minimize: false },
);
// Creating an upload twice with the same key makes one.
fileSchema.index({ ownerUserId: 1, uploadKey: 1 }, { unique: true });
fileSchema.index({ uploadId: 1 }, { unique: true });
fileSchema.index({ status: 1, settledAt: 1 });
// What a stage has not read in its present version.
for (const name of stageNames)
  fileSchema.index({ [`readings.${name}.version`]: 1 }, { partialFilterExpression: { status: "ready" } });
// For the clean-up of unattached files.
fileSchema.index({ createdAt: 1 }, { partialFilterExpression: { attached: false } });
fileSchema.index({ ownerUserId: 1 }, { partialFilterExpression: { attached: false } });
// What an account has waiting to be read.
fileSchema.index({ ownerUserId: 1 }, { partialFilterExpression: { status: "processing" }, name: "unread_of_owner" });

export const FileModel = mongoose.model<FileDoc>("File", fileSchema);
