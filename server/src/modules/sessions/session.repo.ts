import type { Role } from "@fuzhen/shared/roles.ts";
import { Types } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { createTogether } from "../../platform/together.ts";
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
  secondFactorAt: Date | null;
  confirmedAt: Date | null;
  idleAt: Date | null;
  lastSeenAt: Date;
  userAgent: string;
  ip: string;
  createdAt: Date;
}
type NewSession = Omit<
  SessionRecord,
  "revokedAt" | "rotatedAt" | "secondFactorAt" | "confirmedAt" | "lastSeenAt" | "createdAt"
>;

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
  secondFactorAt: doc.secondFactorAt ?? null,
  confirmedAt: doc.confirmedAt ?? null,
  idleAt: doc.idleAt ?? null,
  lastSeenAt: doc.lastSeenAt ?? doc.createdAt,
  userAgent: doc.userAgent,
  ip: doc.ip,
  createdAt: doc.createdAt,
});

/** Filter for sessions that are not revoked, expired or idle for too long. */
const liveAt = (at: Date) => ({
  revokedAt: null,
  expiresAt: { $gt: at },
  $or: [{ idleAt: null }, { idleAt: { $gt: at } }],
});

export async function insertSession(session: NewSession, at: Date): Promise<SessionRecord> {
  const { id, userId, organizationId, specialistId, ...rest } = session;
  const [doc] = await SessionModel.create([
    {
      ...rest,
      _id: oid(id),
      userId: oid(userId),
      organizationId: oidOrNull(organizationId),
      specialistId: oidOrNull(specialistId),
      rotatedAt: at,
      confirmedAt: at,
      lastSeenAt: at,
      createdAt: at,
    },
  ]);
  if (!doc) throw new Error("session not inserted");
  return toRecord(doc.toObject());
}

export async function getSession(id: string): Promise<SessionRecord | null> {
  const doc = await SessionModel.findById(oid(id)).lean();
  return doc && toRecord(doc);
}

/** As `liveAt`, of one that was read. */
const isLiveAt = ({ revokedAt, expiresAt, idleAt }: SessionDoc, at: Date): boolean =>
  revokedAt === null && expiresAt > at && (!idleAt || idleAt > at);

/** Every call reads its session, so those that come at once read theirs together. */
const readSession = createReadBatcher(async (ids) => {
  const docs = await SessionModel.find({ _id: { $in: ids.map(oid) } }).lean();
  return new Map(docs.map((doc) => [doc._id.toHexString(), doc]));
});

/** The session, if it is live at that instant. */
export async function findLiveSession(id: string, at: Date): Promise<SessionRecord | null> {
  const doc = await readSession(oid(id).toHexString());
  return doc && isLiveAt(doc, at) ? toRecord(doc) : null;
}

/** Advances to the next refresh token; of two callers with the same token one gets the session, the other null. */
export async function rotateSession(
  id: string,
  generation: number,
  at: Date,
  expiresAt: Date,
): Promise<SessionRecord | null> {
  const doc = await SessionModel.findOneAndUpdate(
    { _id: oid(id), generation, ...liveAt(at) },
    { $set: { generation: generation + 1, rotatedAt: at, expiresAt } },
    { returnDocument: "after" },
  ).lean();
  return doc && toRecord(doc);
}

/** Completes a half session by its second step, with the next refresh token; null when it has ended or was complete. */
export async function passSession(
  id: string,
  at: Date,
  ends: { expiresAt: Date; idleAt: Date | null },
): Promise<SessionRecord | null> {
  const doc = await SessionModel.findOneAndUpdate(
    { _id: oid(id), secondFactorAt: null, ...liveAt(at) },
    {
      $set: { ...ends, secondFactorAt: at, confirmedAt: at, rotatedAt: at, challenge: null },
      $inc: { generation: 1 },
    },
    { returnDocument: "after" },
  ).lean();
  return doc && toRecord(doc);
}

/**
 * Completes a session in which the owner has set up their first factor, which counts as the second step. False when it
 * has ended.
 */
export async function completeSession(id: string, at: Date): Promise<boolean> {
  const result = await SessionModel.updateOne(
    { _id: oid(id), ...liveAt(at) },
    { $set: { secondFactorAt: at, confirmedAt: at } },
  );
  return result.matchedCount === 1;
}

/** Stores that its owner proved themselves again. False when it has ended. */
export async function confirmSession(id: string, at: Date): Promise<boolean> {
  const result = await SessionModel.updateOne({ _id: oid(id), ...liveAt(at) }, { $set: { confirmedAt: at } });
  return result.matchedCount === 1;
}

/** Extends the idle time after an act by hand; an ended session stays ended. */
export async function keepSessionAwake(id: string, at: Date, idleAt: Date): Promise<void> {
  await SessionModel.updateOne({ _id: oid(id), ...liveAt(at) }, { $set: { idleAt } });
}

interface Seen {
  id: string;
  lastSeenAt: Date;
  at: Date;
}

/** In a rush everybody comes for the first time in minutes. */
const markTogether = createTogether<Seen, void>({
  most: 200,
  waitMs: 8000,
  keysOf: () => [],
  async work(all) {
    await SessionModel.collection.bulkWrite(
      all.map(({ id, lastSeenAt, at }) => ({
        updateOne: { filter: { _id: oid(id), lastSeenAt }, update: { $set: { lastSeenAt: at } } },
      })),
      { ordered: false },
    );
    return all.map(() => ({ done: undefined }));
  },
});

/** Stores when it was last seen; of many calls at once one writes. */
export const markSessionSeen = (id: string, lastSeenAt: Date, at: Date): Promise<void> =>
  markTogether({ id, lastSeenAt, at });

/** False when it was revoked before. */
export async function revokeSession(id: string, at: Date): Promise<boolean> {
  const result = await SessionModel.updateOne({ _id: oid(id), revokedAt: null }, { $set: { revokedAt: at } });
  return result.modifiedCount === 1;
}

/** So many are forgotten in one step: others write in between. */
const FORGOTTEN_AT_ONCE = 500;

export async function deleteSessionsEndedBefore(at: Date): Promise<void> {
  for (;;) {
    const old = await SessionModel.find({ expiresAt: { $lt: at } }, { _id: 1 })
      .sort({ expiresAt: 1, _id: 1 })
      .limit(FORGOTTEN_AT_ONCE)
      .lean();
    await SessionModel.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
    if (old.length < FORGOTTEN_AT_ONCE) return;
  }
}

/**
 * Devices that one account may be signed in on. Whoever signs in on one more ends the one begun first, so that nobody's list
 * grows without end, and a list that is shown is the whole.
 */
export const MOST_DEVICES = 50;

/** Newest first: all there are, but for those that are just being ended. */
export async function liveSessionsOfUser(userId: string, at: Date): Promise<SessionRecord[]> {
  const docs = await SessionModel.find({ userId: oid(userId), ...liveAt(at) })
    .limit(2 * MOST_DEVICES)
    .lean();
  return docs.map(toRecord).toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
