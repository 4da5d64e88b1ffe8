import mongoose from "mongoose";
import type { Role } from "@fuzhen/shared/roles.ts";

export interface SessionDoc {
  _id: mongoose.Types.ObjectId;
  userId: mongoose.Types.ObjectId;
  role: Role;
  organizationId: mongoose.Types.ObjectId | null;
  specialistId: mongoose.Types.ObjectId | null;
  /** Number of the refresh token in force; the token itself is derived from it and kept nowhere (refresh-token.ts). */
  generation: number;
  rotatedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  userAgent: string;
  ip: string;
  createdAt: Date;
}

const { ObjectId } = mongoose.Schema.Types;
const sessionSchema = new mongoose.Schema<SessionDoc>(
  {
    userId: { type: ObjectId, required: true },
    role: { type: String, required: true },
    organizationId: { type: ObjectId, default: null },
    specialistId: { type: ObjectId, default: null },
    generation: { type: Number, required: true },
    rotatedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    revokedAt: { type: Date, default: null },
    userAgent: { type: String, default: "" },
    ip: { type: String, default: "" },
    createdAt: { type: Date, required: true },
  },
  { collection: "sessions", versionKey: false },
);
sessionSchema.index({ userId: 1, revokedAt: 1 });
// Clean-up only: whether a session is over is decided by the house's clock, not by when this index gets to it.
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const SessionModel = mongoose.model<SessionDoc>("Session", sessionSchema);
