import mongoose from "mongoose";
import { workFields, type WorkFields } from "./work-fields.ts";

/** Work that has no row of its own elsewhere, by its name: a timed job, the sealing of the trail, a lane. */
export interface WorkDoc extends WorkFields {
  _id: string;
  kind: string;
  /** When it was last done, and whether it went well. */
  lastAt?: Date | null;
  lastOk?: boolean;
}

const workSchema = new mongoose.Schema<WorkDoc>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    ...workFields,
    lastAt: { type: Date, default: null },
    lastOk: { type: Boolean, default: true },
  },
  { collection: "work", versionKey: false },
);
workSchema.index({ kind: 1, dueAt: 1 });
// What is leased by one holder: the lanes it works on.
workSchema.index({ lease: 1 }, { partialFilterExpression: { lease: { $type: "string" } } });

export const WorkModel = mongoose.model<WorkDoc>("Work", workSchema);
