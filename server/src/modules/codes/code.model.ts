import mongoose from "mongoose";
import type { CodePurpose } from "@fuzhen/shared/codes/code.schema.ts";

export interface CodeDoc {
  _id: mongoose.Types.ObjectId;
  phoneLookup: string;
  purpose: CodePurpose;
  /** Keyed hash of the device or address that asked; each has a code of its own (code-proof.ts says why). */
  asker: string;
  /** Keyed hash: without the key, trying all one million codes against a dump reveals nothing. */
  codeHash: string;
  sentAt: Date;
  expiresAt: Date;
  /** Tries so far: `own` by whoever asked for it, `strangers` by everybody else together. */
  tries: number;
  strangersTries: number;
}

const codeSchema = new mongoose.Schema<CodeDoc>(
  {
    phoneLookup: { type: String, required: true },
    purpose: { type: String, required: true },
    asker: { type: String, required: true },
    codeHash: { type: String, required: true },
    sentAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    tries: { type: Number, required: true },
    strangersTries: { type: Number, required: true },
  },
  { collection: "codes", versionKey: false },
);
// Of two simultaneous requests one makes the code; the other runs into this index and is told to wait.
codeSchema.index({ phoneLookup: 1, purpose: 1, asker: 1 }, { unique: true });
// Clean-up only, an hour late: whether a code has expired is decided by the server's clock.
codeSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 3600 });

export const CodeModel = mongoose.model<CodeDoc>("Code", codeSchema);
