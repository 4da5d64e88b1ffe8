import mongoose from "mongoose";
import { workFields, type WorkFields } from "../../../platform/work/work-fields.ts";
import { poolNames } from "./stages.ts";

/** Files are read by the pools of `stages.ts`, and erased. */
export const workKinds = [...poolNames, "erase"] as const;
export type WorkKind = (typeof workKinds)[number];

/** One piece of work on one file; gone when it is done. Its id is file and kind, so that there is one of each. */
export interface FileWorkDoc extends WorkFields {
  _id: string;
  fileId: mongoose.Types.ObjectId;
  kind: WorkKind;
  /** Whose file it is: nobody's many files hold up somebody else's one. */
  ownerUserId: mongoose.Types.ObjectId;
  /** Lower first, see `ranks`. */
  rank: number;
  /** A short try was not enough: it waits for the one reader of such files. */
  slow: boolean;
}

const { ObjectId } = mongoose.Schema.Types;

const fileWorkSchema = new mongoose.Schema<FileWorkDoc>(
  {
    _id: { type: String, required: true },
    fileId: { type: ObjectId, required: true },
    kind: { type: String, required: true },
    ownerUserId: { type: ObjectId, required: true },
    rank: { type: Number, required: true },
    slow: { type: Boolean, required: true },
    ...workFields,
  },
  { collection: "file_work", versionKey: false },
);
fileWorkSchema.index({ kind: 1, rank: 1, dueAt: 1 });
fileWorkSchema.index({ fileId: 1 });

export const FileWorkModel = mongoose.model<FileWorkDoc>("FileWork", fileWorkSchema);
