import mongoose from "mongoose";
import { workFields, type WorkFields } from "../../platform/work/work-fields.ts";
import { callEndReasons, type CallEndReason } from "@fuzhen/shared/consultations/consultation.rules.ts";

type Id = mongoose.Types.ObjectId;

/** A call as it is stored. While nobody has taken it, it is work: to be ended when it has rung for long enough. */
export interface CallRow extends WorkFields {
  _id: Id;
  consultationId: Id;
  active: boolean;
  startedAt: Date;
  startedBy: string;
  /** Rooms of those whom it rings (`rooms.of`). */
  called: string[];
  answeredAt: Date | null;
  devices: Record<string, { device: string; socketId: string; sessionId: Id; joinedAt: Date } | null>;
  endedAt: Date | null;
  endReason: CallEndReason | null;
}

/** The one device with which a participant is in the call. */
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

const callSchema = new mongoose.Schema<CallRow>(
  {
    consultationId: { type: mongoose.Schema.Types.ObjectId, required: true },
    active: { type: Boolean, required: true },
    startedAt: { type: Date, required: true },
    /** Id of a participant. */
    startedBy: { type: String, required: true },
    called: { type: [String], default: [] },
    answeredAt: { type: Date, default: null },
    /** By participant; null, or missing, for who is not in it. */
    devices: { type: Map, of: deviceSchema, default: {} },
    endedAt: { type: Date, default: null },
    endReason: { type: String, enum: [...callEndReasons, null], default: null },
    ...workFields,
  },
  { collection: "calls", versionKey: false },
);
// At most one running call per visit, even when both sides press the button at once.
callSchema.index({ consultationId: 1 }, { unique: true, partialFilterExpression: { active: true } });
// Those that ring for somebody.
callSchema.index({ called: 1 }, { partialFilterExpression: { active: true } });
callSchema.index({ active: 1, answeredAt: 1, dueAt: 1 }, { partialFilterExpression: { active: true } });

export const CallModel = mongoose.model<CallRow>("Call", callSchema);
