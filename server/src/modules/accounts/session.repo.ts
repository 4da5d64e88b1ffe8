import type { Role } from "@fuzhen/shared/roles.ts";
import { Types } from "../../platform/database.ts";
import { SessionModel, type SessionDoc } from "./session.model.ts";

export interface SessionRecord {
  id: string;
  userId: string;
  role: Role;
  organizationId: string | null;
  specialistId: string | null;
  generation: number;
  rotatedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}

const oid = (id: string) => new Types.ObjectId(id);
const oidOrNull = (id: string | null) => (id === null ? null : oid(id));
const toRecord = (doc: SessionDoc): SessionRecord => ({
  id: doc._id.toHexString(),
  userId: doc.userId.toHexString(),
  role: doc.role,
  organizationId: doc.organizationId?.toHexString() ?? null,
  specialistId: doc.specialistId?.toHexString() ?? null,
  generation: doc.generation,
  rotatedAt: doc.rotatedAt,
  expiresAt: doc.expiresAt,
  revokedAt: doc.revokedAt,
});

export async function insertSession(
  session: Omit<SessionRecord, "revokedAt" | "rotatedAt"> & { userAgent: string; ip: string },
  at: Date,
): Promise<SessionRecord> {
  const { id, userId, organizationId, specialistId, ...rest } = session;
  const [doc] = await SessionModel.create([
    {
      ...rest,
      _id: oid(id),
      userId: oid(userId),
      organizationId: oidOrNull(organizationId),
      specialistId: oidOrNull(specialistId),
      rotatedAt: at,
      createdAt: at,
    },
  ]);
  if (!doc) throw new Error("session not inserted");
  return toRecord(doc.toObject());
}

/** The session if it is neither revoked nor expired at that instant. */
export async function findLiveSession(id: string, at: Date): Promise<SessionRecord | null> {
  const doc = await SessionModel.findOne({ _id: oid(id), revokedAt: null, expiresAt: { $gt: at } }).lean();
  return doc && toRecord(doc);
}

/** Moves to the next refresh token; of two callers with the same token one gets the session, the other null. */
export async function rotateSession(
  id: string,
  generation: number,
  at: Date,
  expiresAt: Date,
): Promise<SessionRecord | null> {
  const doc = await SessionModel.findOneAndUpdate(
    { _id: oid(id), generation, revokedAt: null, expiresAt: { $gt: at } },
    { $set: { generation: generation + 1, rotatedAt: at, expiresAt } },
    { returnDocument: "after" },
  ).lean();
  return doc && toRecord(doc);
}

/** False when it was revoked before. */
export async function revokeSession(id: string, at: Date): Promise<boolean> {
  const result = await SessionModel.updateOne({ _id: oid(id), revokedAt: null }, { $set: { revokedAt: at } });
  return result.modifiedCount === 1;
}

export async function liveSessionIdsOfUser(userId: string, at: Date): Promise<string[]> {
  const docs = await SessionModel.find(
    { userId: oid(userId), revokedAt: null, expiresAt: { $gt: at } },
    { _id: 1 },
  ).lean();
  return docs.map((doc) => doc._id.toHexString());
}
