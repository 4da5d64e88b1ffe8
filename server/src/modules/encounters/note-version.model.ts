import mongoose from "mongoose";
import { keepRows } from "../../platform/append-only.ts";

const { ObjectId } = mongoose.Schema.Types;

/**
 * 操作印痕 (R33): what an editing session left, when and by whom. One row a session, written once, when the next one begins or the
 * note is signed; until then it stands in the note.
 */
const noteVersionSchema = new mongoose.Schema(
  {
    noteId: { type: ObjectId, required: true },
    version: { type: Number, required: true },
    /** Version that the session before it left; earlier releases kept every version and did not say. */
    basedOn: { type: Number },
    begunAt: { type: Date },
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
