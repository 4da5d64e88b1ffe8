import mongoose from "mongoose";

/** A second factor of a user. */
export interface FactorDoc {
  _id: mongoose.Types.ObjectId;
  userId: mongoose.Types.ObjectId;
  kind: "totp" | "passkey";
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** Authenticator app only: the secret, sealed for this row. */
  secretSealed?: string;
  /** Newest time step of which a code was used; older codes and repeats are refused (RFC 6238 section 5.2). */
  lastStep?: number;
  /** Made by the demo with a secret that everybody can read (give-demo-factor.ts). */
  published?: boolean;
  /** Passkey only, named as in WebAuthn; the public key is COSE in base64url. */
  credentialId?: string;
  publicKey?: string;
  counter?: number;
  transports?: string[];
}

const { ObjectId } = mongoose.Schema.Types;
const factorSchema = new mongoose.Schema<FactorDoc>(
  {
    userId: { type: ObjectId, required: true },
    kind: { type: String, required: true, enum: ["totp", "passkey"] },
    name: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, default: null },
    secretSealed: { type: String },
    lastStep: { type: Number },
    published: { type: Boolean },
    credentialId: { type: String },
    publicKey: { type: String },
    counter: { type: Number },
    transports: { type: [String], default: undefined },
  },
  { collection: "factors", versionKey: false },
);
factorSchema.index({ userId: 1, _id: 1 });
// A passkey belongs to one account (WebAuthn Level 3, 7.1 step 26).
factorSchema.index({ credentialId: 1 }, { unique: true, partialFilterExpression: { credentialId: { $exists: true } } });

export const FactorModel = mongoose.model<FactorDoc>("Factor", factorSchema);
