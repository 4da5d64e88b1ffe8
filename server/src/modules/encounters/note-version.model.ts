import mongoose from "mongoose";
import { keepRows } from "../../platform/append-only.ts";

const { ObjectId } = mongoose.Schema.Types;

/** 操作印痕 (R33): what was saved, when and by whom. One row a version, written once. */
const noteVersionSchema = new mongoose.Schema(
  {
    noteId: { type: ObjectId, required: true },
    version: { type: Number, required: true },
    sealedFields: { type: String, required: true },
    savedAt: { type: Date, required: true },
    savedBy: { type: ObjectId, required: true },
    requestId: { type: String, required: true },
  },
  { collection: "note_versions", versionKey: false },
);
noteVersionSchema.index({ noteId: 1, version: 1 }, { unique: true });

keepRows(noteVersionSchema, "note versions (R33)");

export const NoteVersionModel = mongoose.model("NoteVersion", noteVersionSchema);
