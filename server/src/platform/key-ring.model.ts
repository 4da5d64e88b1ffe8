import mongoose from "mongoose";
import { keyPurposes, type DataKey, type KeyPurpose } from "./keys.ts";

/**
 * A data key as stored: wrapped under a master key, so that a dump reveals nothing. Backed up together with the data.
 */
export interface KeyDoc {
  /** `field.2`: two processes that make the next key at once run into this, and one of them wins. */
  _id: string;
  purpose: KeyPurpose;
  generation: number;
  state: DataKey["state"];
  /** Nonce, tag and key; base64url. */
  wrapped: string;
  /** Which master key it is wrapped under. */
  masterKeyId: string;
  createdAt: Date;
  /** Set once nothing is written or left under it. */
  retiredAt: Date | null;
}

export const KEYS_COLLECTION = "keys";

const keySchema = new mongoose.Schema<KeyDoc>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, enum: keyPurposes, required: true },
    generation: { type: Number, required: true },
    state: { type: String, enum: ["announced", "writing", "retired"], required: true },
    wrapped: { type: String, required: true },
    masterKeyId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    retiredAt: { type: Date, default: null },
  },
  { collection: KEYS_COLLECTION, versionKey: false },
);

export const KeyModel = mongoose.model<KeyDoc>("Key", keySchema);
