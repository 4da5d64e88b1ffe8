import type { Duty, Role } from "@fuzhen/shared/roles.ts";
import { isValidObjectId, Types } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { joining } from "../../platform/read-together.ts";
import { UserModel, type UserDoc } from "./user.model.ts";

export interface UserRecord {
  id: string;
  phoneSealed: string;
  phoneMasked: string;
  passwordHash: string;
  role: Role;
  duty: Duty | null;
  organizationId: string | null;
  organizationName: string | null;
  specialistId: string | null;
  displayName: string;
  mustChangePassword: boolean;
  factorCount: number;
  active: boolean;
  /** Of staff. */
  lastSignInAt: Date | null;
  createdAt: Date;
}
export interface NewUser extends Omit<UserRecord, "active" | "factorCount" | "lastSignInAt" | "createdAt"> {
  phoneLookup: string;
  noticeAcceptedAt: Date | null;
  requestKey?: string;
  passwordSetBy?: string;
  phoneVerifiedAt: Date | null;
}

const oid = (id: string) => new Types.ObjectId(id);
const oidOrNull = (id: string | null) => (id === null ? null : oid(id));
const dutyOf = ({ role, duty }: Pick<UserDoc, "role" | "duty">): Duty | null =>
  role === "admin" ? (duty ?? "system") : null;
export const toRecord = (doc: UserDoc): UserRecord => ({
  id: doc._id.toHexString(),
  phoneSealed: doc.phoneSealed,
  phoneMasked: doc.phoneMasked,
  passwordHash: doc.passwordHash,
  role: doc.role,
  duty: dutyOf(doc),
  organizationId: doc.organizationId?.toHexString() ?? null,
  organizationName: doc.organizationName,
  specialistId: doc.specialistId?.toHexString() ?? null,
  displayName: doc.displayName,
  mustChangePassword: doc.mustChangePassword,
  factorCount: doc.factorCount ?? 0,
  active: doc.active,
  lastSignInAt: doc.lastSignInAt ?? null,
  createdAt: doc.createdAt,
});

export async function getUser(id: string): Promise<UserRecord | null> {
  const doc = await UserModel.findById(oid(id)).lean();
  return doc && toRecord(doc);
}

/** Whether the account of somebody who is named by its id is in use. */
export const activeUserJoining = joining(UserModel, ({ active }: UserDoc) => active, ["active"]);

type Standing = Pick<UserRecord, "mustChangePassword" | "duty" | "factorCount">;

const readStanding = createReadBatcher(async (ids) => {
  const docs = await UserModel.find(
    { _id: { $in: ids.map(oid) }, active: true },
    { mustChangePassword: 1, role: 1, duty: 1, factorCount: 1 },
  ).lean();
  return new Map(docs.map((doc) => [doc._id.toHexString(), doc]));
});

/**
 * What is checked on every call, so it reads few fields, and for all calls that come at once together; null for a deactivated or
 * unknown user.
 */
export async function standingOf(id: string): Promise<Standing | null> {
  if (!isValidObjectId(id)) return null;
  const doc = await readStanding(oid(id).toHexString());
  if (!doc) return null;
  return { mustChangePassword: doc.mustChangePassword, duty: dutyOf(doc), factorCount: doc.factorCount ?? 0 };
}

export async function findUserByPhone(phoneLookup: string): Promise<UserRecord | null> {
  const doc = await UserModel.findOne({ phoneLookup }).lean();
  return doc && toRecord(doc);
}

/** Runs into the unique index on the phone's hash when the number has an account. */
export async function insertUser(user: NewUser, at: Date): Promise<UserRecord> {
  const { id, organizationId, specialistId, passwordSetBy, ...rest } = user;
  const [doc] = await UserModel.create([
    {
      ...rest,
      _id: oid(id),
      organizationId: oidOrNull(organizationId),
      specialistId: oidOrNull(specialistId),
      passwordSetBy: oidOrNull(passwordSetBy ?? null),
      active: true,
      createdAt: at,
    },
  ]);
  if (!doc) throw new Error("user not inserted");
  return toRecord(doc.toObject());
}

export async function setDisplayName(userId: string, displayName: string): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { displayName } });
}

/** Name shown for a user; empty for none. */
export async function displayNameOf(userId: string): Promise<string> {
  const doc = await UserModel.findById(oid(userId), { displayName: 1 }).lean();
  return doc?.displayName ?? "";
}

/** In no order; unknown ids are left out. */
export async function getUsers(ids: readonly string[]): Promise<UserRecord[]> {
  if (ids.length === 0) return [];
  const docs = await UserModel.find({ _id: { $in: [...new Set(ids)].map(oid) } }).lean();
  return docs.map(toRecord);
}

/** Far more than one hospital has. */
const MOST_STAFF = 2000;

/** The staff of an organisation by name, including deactivated accounts. */
export async function staffOf(organizationId: string): Promise<UserRecord[]> {
  const docs = await UserModel.find({ organizationId: oid(organizationId) })
    .sort({ displayName: 1, _id: 1 })
    .limit(MOST_STAFF)
    .lean();
  return docs.map(toRecord);
}

/** Active admins of an organisation with one of these duties, whom an alarm reaches. */
export async function activeAdminIds(organizationId: string, duties: readonly Duty[]): Promise<string[]> {
  const docs = await UserModel.find(
    { organizationId: oid(organizationId), role: "admin", duty: { $in: duties }, active: true },
    { _id: 1 },
  )
    .limit(MOST_STAFF)
    .lean();
  return docs.map((doc) => doc._id.toHexString());
}

/** Replaces the password only if it is still the one that was checked. */
export async function replacePassword(userId: string, from: string, to: string): Promise<boolean> {
  const result = await UserModel.updateOne(
    { _id: oid(userId), passwordHash: from },
    { $set: { passwordHash: to, mustChangePassword: false } },
  );
  return result.modifiedCount === 1;
}

/** Stores the same password under a new hash; does nothing when the password was changed in the meantime. */
export async function renewPasswordHash(userId: string, from: string, to: string): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId), passwordHash: from }, { $set: { passwordHash: to } });
}

/** Stores the first time only. */
export async function markPhoneVerified(userId: string, at: Date): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId), phoneVerifiedAt: null }, { $set: { phoneVerifiedAt: at } });
}

/**
 * Another number for the account, if it still has the one that was seen. Runs into the unique index when the new one has an
 * account.
 */
export async function replacePhone(
  userId: string,
  fromLookup: string,
  to: Pick<UserDoc, "phoneLookup" | "phoneSealed" | "phoneMasked" | "displayName" | "phoneVerifiedAt">,
): Promise<boolean> {
  const result = await UserModel.updateOne({ _id: oid(userId), phoneLookup: fromLookup, active: true }, { $set: to });
  return result.modifiedCount === 1;
}

/**
 * Closes an account for good: nobody finds it by its number, which is free for another, and no password opens it (R69). The row
 * stays, since the record and the trail name it. False when it was closed before.
 */
export async function markClosed(userId: string, at: Date): Promise<boolean> {
  const result = await UserModel.updateOne(
    { _id: oid(userId), active: true },
    { $set: { active: false, closedAt: at, phoneLookup: closedLookup(userId), passwordHash: "", recoveryCodes: [] } },
  );
  return result.modifiedCount === 1;
}

/** Stands where the hash of a number stood: unique, and the hash of none. */
export const closedLookup = (userId: string): string => `closed:${userId}`;
