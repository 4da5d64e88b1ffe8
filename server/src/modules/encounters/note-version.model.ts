import mongoose from "mongoose";

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

const appendOnly = (): never => {
  throw new Error("note versions are append-only (R33)");
};
noteVersionSchema.pre(
  ["updateOne", "updateMany", "findOneAndUpdate", "findOneAndReplace", "replaceOne"],
  { document: true, query: true },
  appendOnly,
);
noteVersionSchema.pre(["deleteOne", "deleteMany", "findOneAndDelete"], { document: true, query: true }, appendOnly);
noteVersionSchema.pre("save", function () {
  if (!this.isNew) appendOnly();
});
noteVersionSchema.pre("bulkWrite", appendOnly);

export const NoteVersionModel = mongoose.model("NoteVersion", noteVersionSchema);
