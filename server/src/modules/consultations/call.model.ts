import mongoose, { type InferSchemaType } from "mongoose";
import { callEndReasons, participantRoles } from "@fuzhen/shared/consultations/consultation.rules.ts";

/** The one device with which a side is in the call. */
const deviceSchema = new mongoose.Schema(
  {
    /** The page's own name for itself, the same over reconnects; else the connection's. */
    device: { type: String, required: true },
    /** Its connection now. */
    socketId: { type: String, required: true },
    sessionId: { type: mongoose.Schema.Types.ObjectId, required: true },
    joinedAt: { type: Date, required: true },
  },
  { _id: false },
);

const callSchema = new mongoose.Schema(
  {
    consultationId: { type: mongoose.Schema.Types.ObjectId, required: true },
    active: { type: Boolean, required: true },
    startedAt: { type: Date, required: true },
    startedBy: { type: String, enum: participantRoles, required: true },
    answeredAt: { type: Date, default: null },
    devices: {
      patient: { type: deviceSchema, default: null },
      specialist: { type: deviceSchema, default: null },
    },
    endedAt: { type: Date, default: null },
    endReason: { type: String, enum: [...callEndReasons, null], default: null },
  },
  { collection: "calls", versionKey: false },
);
// At most one running call per visit, even when both sides press the button at once.
callSchema.index({ consultationId: 1 }, { unique: true, partialFilterExpression: { active: true } });

export type CallRow = InferSchemaType<typeof callSchema> & { _id: mongoose.Types.ObjectId };
export const CallModel = mongoose.model("Call", callSchema);
