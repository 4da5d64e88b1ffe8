import mongoose from "mongoose";

/** A device that takes notices, for as long as its session lasts. */
export interface PushDeviceRow {
  _id: mongoose.Types.ObjectId;
  userId: mongoose.Types.ObjectId;
  sessionId: mongoose.Types.ObjectId;
  /** Keyed hash of the endpoint: a browser has one, whoever is signed in at it. */
  endpointLookup: string;
  /** Address and keys as the browser gave them: who knows them can write to the device. */
  sealedAddress: string;
  language: "zh" | "en";
  createdAt: Date;
}

const { ObjectId } = mongoose.Schema.Types;
const pushDeviceSchema = new mongoose.Schema<PushDeviceRow>(
  {
    userId: { type: ObjectId, required: true },
    sessionId: { type: ObjectId, required: true },
    endpointLookup: { type: String, required: true },
    sealedAddress: { type: String, required: true },
    language: { type: String, enum: ["zh", "en"], required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: "push_devices", versionKey: false },
);
// Who signs in at a browser takes its notices over: nobody reads those of the person before.
pushDeviceSchema.index({ endpointLookup: 1 }, { unique: true });
pushDeviceSchema.index({ userId: 1, _id: -1 });
pushDeviceSchema.index({ sessionId: 1 });
export const PushDeviceModel = mongoose.model<PushDeviceRow>("PushDevice", pushDeviceSchema);

/** The server's one VAPID key pair (RFC 8292), by which push services know it. */
const pushKeySchema = new mongoose.Schema<{ _id: string; publicKey: string; sealedPrivateKey: string }>(
  {
    _id: { type: String, required: true },
    publicKey: { type: String, required: true },
    sealedPrivateKey: { type: String, required: true },
  },
  { collection: "push_keys", versionKey: false },
);
export const PushKeyModel = mongoose.model("PushKey", pushKeySchema);
