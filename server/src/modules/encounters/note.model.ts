import mongoose, { type InferSchemaType } from "mongoose";

const { ObjectId } = mongoose.Schema.Types;

const noteSchema = new mongoose.Schema(
  {
    consultationId: { type: ObjectId, required: true },
    patientId: { type: ObjectId, required: true },
    specialistId: { type: ObjectId, required: true },
    status: { type: String, enum: ["draft", "final"], required: true },
    version: { type: Number, required: true },
    /** Canonical JSON of the fields, sealed (R67). */
    sealedFields: { type: String, required: true },
    updatedAt: { type: Date, required: true },
    /** The session that wrote it last, until what it left is kept among the versions; null then (note-session.ts). */
    editing: {
      type: new mongoose.Schema(
        {
          id: { type: String, default: null },
          savedBy: { type: ObjectId, required: true },
          begunAt: { type: Date, required: true },
          basedOn: { type: Number, required: true },
          requestId: { type: String, required: true },
        },
        { _id: false, id: false },
      ),
      default: null,
    },
  },
  { collection: "encounter_notes", versionKey: false },
);
noteSchema.index({ consultationId: 1 }, { unique: true });
noteSchema.index({ patientId: 1, updatedAt: -1 });
noteSchema.index({ patientId: 1, status: 1, _id: -1 });

export type NoteRow = InferSchemaType<typeof noteSchema> & { _id: mongoose.Types.ObjectId };
export const NoteModel = mongoose.model("EncounterNote", noteSchema);
