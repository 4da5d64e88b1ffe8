import mongoose, { type InferSchemaType } from "mongoose";
import { participantRoles } from "@fuzhen/shared/consultations/consultation.rules.ts";

const callSchema = new mongoose.Schema(
  {
    consultationId: { type: mongoose.Schema.Types.ObjectId, required: true },
    active: { type: Boolean, required: true },
    startedAt: { type: Date, required: true },
    startedBy: { type: String, enum: participantRoles, required: true },
    endedAt: { type: Date, default: null },
    endReason: { type: String, enum: ["hung-up", "visit-finished", null], default: null },
  },
  { collection: "calls", versionKey: false },
);
// At most one running call per visit, even when both sides press the button at once.
callSchema.index({ consultationId: 1 }, { unique: true, partialFilterExpression: { active: true } });

export type CallRow = InferSchemaType<typeof callSchema> & { _id: mongoose.Types.ObjectId };
export const CallModel = mongoose.model("Call", callSchema);
