import mongoose from "mongoose";

const { ObjectId } = mongoose.Schema.Types;

/** What was corrected in a 就诊人, when and by whom, from what to what (R33, R55). One row a version, written once. */
const correctionSchema = new mongoose.Schema(
  {
    patientId: { type: ObjectId, required: true },
    version: { type: Number, required: true },
    /** The same request sent twice corrects once. */
    requestKey: { type: String, required: true },
    /** Whether it touched by what the person is known, which may happen a few times a year. */
    identity: { type: Boolean, required: true },
    sealedChanges: { type: String, required: true },
    correctedBy: { type: ObjectId, required: true },
    correctedAt: { type: Date, required: true },
    requestId: { type: String, required: true },
  },
  { collection: "patient_corrections", versionKey: false },
);
correctionSchema.index({ patientId: 1, version: 1 }, { unique: true });
correctionSchema.index({ patientId: 1, requestKey: 1 }, { unique: true });

const appendOnly = (): never => {
  throw new Error("corrections of a patient are append-only (R33)");
};
correctionSchema.pre(
  ["updateOne", "updateMany", "findOneAndUpdate", "findOneAndReplace", "replaceOne"],
  { document: true, query: true },
  appendOnly,
);
correctionSchema.pre(["deleteOne", "deleteMany", "findOneAndDelete"], { document: true, query: true }, appendOnly);
correctionSchema.pre("save", function () {
  if (!this.isNew) appendOnly();
});
correctionSchema.pre("bulkWrite", appendOnly);

export type CorrectionRow = mongoose.InferSchemaType<typeof correctionSchema> & { _id: mongoose.Types.ObjectId };
export const CorrectionModel = mongoose.model("PatientCorrection", correctionSchema);
