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
  },
  { collection: "encounter_notes", versionKey: false },
);
noteSchema.index({ consultationId: 1 }, { unique: true });
noteSchema.index({ patientId: 1, updatedAt: -1 });
noteSchema.index({ patientId: 1, status: 1, _id: -1 });

export type NoteRow = InferSchemaType<typeof noteSchema> & { _id: mongoose.Types.ObjectId };
export const NoteModel = mongoose.model("EncounterNote", noteSchema);
