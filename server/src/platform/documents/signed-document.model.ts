import mongoose, { type InferSchemaType } from "mongoose";
import { keepRows } from "../append-only.ts";

const { ObjectId } = mongoose.Schema.Types;

/** What was signed, by whom and when (R34). Written once: no release changes or deletes a row. */
const signedDocumentSchema = new mongoose.Schema(
  {
    number: { type: String, required: true },
    type: { type: String, required: true },
    subjectId: { type: ObjectId, required: true },
    formatVersion: { type: Number, required: true },
    /** The body as JSON, sealed (R67). */
    sealedBody: { type: String, required: true },
    signer: {
      type: new mongoose.Schema(
        {
          id: { type: ObjectId, required: true },
          name: { type: String, required: true },
          keyId: { type: String, required: true },
        },
        { _id: false, id: false },
      ),
      required: true,
    },
    time: { type: Date, required: true },
    contentSha256: { type: String, required: true },
    signature: { type: String, required: true },
  },
  { collection: "signed_documents", versionKey: false },
);
keepRows(signedDocumentSchema, "signed documents (R34)");
signedDocumentSchema.index({ number: 1 }, { unique: true });
// A thing is signed once.
signedDocumentSchema.index({ type: 1, subjectId: 1 }, { unique: true });

export type SignedDocumentRow = InferSchemaType<typeof signedDocumentSchema> & { _id: mongoose.Types.ObjectId };
export const SignedDocumentModel = mongoose.model("SignedDocument", signedDocumentSchema);
