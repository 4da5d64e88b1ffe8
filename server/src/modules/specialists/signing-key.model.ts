import mongoose from "mongoose";

/** Ed25519 pair of one specialist. Old public keys stay for ever: signatures must be verifiable for 15 years (R32). */
export interface SigningKeyDoc {
  _id: mongoose.Types.ObjectId;
  specialistId: mongoose.Types.ObjectId;
  publicKey: string;
  privateKeySealed: string;
  active: boolean;
  createdAt: Date;
}

const signingKeySchema = new mongoose.Schema<SigningKeyDoc>(
  {
    specialistId: { type: mongoose.Schema.Types.ObjectId, required: true },
    publicKey: { type: String, required: true },
    privateKeySealed: { type: String, required: true },
    active: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: "signing_keys", versionKey: false },
);
signingKeySchema.index({ specialistId: 1 }, { unique: true, partialFilterExpression: { active: true } });

export const SigningKeyModel = mongoose.model<SigningKeyDoc>("SigningKey", signingKeySchema);
