import mongoose from "mongoose";
import type { Role } from "@fuzhen/shared/roles.ts";

export type ChallengePurpose = "create" | "get";

export interface SessionDoc {
  _id: mongoose.Types.ObjectId;
  userId: mongoose.Types.ObjectId;
  role: Role;
  organizationId: mongoose.Types.ObjectId | null;
  specialistId: mongoose.Types.ObjectId | null;
  /** Number of the current refresh token. The token is derived from it and stored nowhere (refresh-token.ts). */
  generation: number;
  rotatedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  /** When the second step of sign-in was taken; null before it, and for patients, who have none (R63). */
  secondFactorAt: Date | null;
  /** When the person behind it last proved who they are. */
  confirmedAt: Date;
  /** Staff only: the session ends at this time unless they do something before (R63). */
  idleAt: Date | null;
  /** To the minute. */
  lastSeenAt: Date;
  /** Secret of an authenticator app that has not shown its first code yet. */
  totpSetup: { secretSealed: string; expiresAt: Date } | null;
  /** Challenge for a passkey: one answer to one question. */
  challenge: { value: string; purpose: ChallengePurpose; expiresAt: Date } | null;
  userAgent: string;
  ip: string;
  createdAt: Date;
}

const { ObjectId } = mongoose.Schema.Types;
const setupSchema = new mongoose.Schema(
  { secretSealed: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { _id: false },
);
const challengeSchema = new mongoose.Schema(
  {
    value: { type: String, required: true },
    purpose: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { _id: false },
);
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
    secondFactorAt: { type: Date, default: null },
    confirmedAt: { type: Date, required: true },
    idleAt: { type: Date, default: null },
    lastSeenAt: { type: Date, required: true },
    totpSetup: { type: setupSchema, default: null },
    challenge: { type: challengeSchema, default: null },
    userAgent: { type: String, default: "" },
    ip: { type: String, default: "" },
    createdAt: { type: Date, required: true },
  },
  { collection: "sessions", versionKey: false },
);
// Those that have run out are not looked at, however many there were.
sessionSchema.index({ userId: 1, revokedAt: 1, expiresAt: 1 });
sessionSchema.index({ expiresAt: 1, _id: 1 });

export const SessionModel = mongoose.model<SessionDoc>("Session", sessionSchema);
