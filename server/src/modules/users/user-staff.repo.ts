import type { Duty } from "@fuzhen/shared/roles.ts";
import { Types } from "../../platform/database.ts";
import { UserModel } from "./user.model.ts";

const oid = (id: string) => new Types.ObjectId(id);

/** What the security admin sees beyond the user record. */
export interface StaffTimes {
  createdAt: Date;
  lastSignInAt: Date | null;
}

/** Users of an organisation with their times, in the order they were added. */
export async function staffTimesOf(organizationId: string): Promise<Map<string, StaffTimes>> {
  const docs = await UserModel.find({ organizationId: oid(organizationId) }, { createdAt: 1, lastSignInAt: 1 })
    .sort({ _id: 1 })
    .lean();
  return new Map(
    docs.map((doc) => [doc._id.toHexString(), { createdAt: doc.createdAt, lastSignInAt: doc.lastSignInAt ?? null }]),
  );
}

/** The account one request of an organisation has made. */
export async function findStaffIdByRequest(organizationId: string, requestKey: string): Promise<string | null> {
  const doc = await UserModel.findOne({ organizationId: oid(organizationId), requestKey }, { _id: 1 }).lean();
  return doc && doc._id.toHexString();
}

export async function markSignedIn(userId: string, at: Date): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { lastSignInAt: at } });
}

/** False when it is so already. */
export async function setUserActive(userId: string, active: boolean): Promise<boolean> {
  const result = await UserModel.updateOne({ _id: oid(userId), active: !active }, { $set: { active } });
  return result.modifiedCount === 1;
}

/** False when the duty is no longer the one that was seen. */
export async function setUserDuty(userId: string, from: Duty, to: Duty): Promise<boolean> {
  // Accounts from before duties were told apart hold none and run the house.
  const seen: (Duty | null)[] = from === "system" ? ["system", null] : [from];
  const result = await UserModel.updateOne(
    { _id: oid(userId), role: "admin", duty: { $in: seen } },
    { $set: { duty: to } },
  );
  return result.modifiedCount === 1;
}

export async function setInitialPassword(userId: string, passwordHash: string): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { passwordHash, mustChangePassword: true } });
}

/**
 * How many security admins an organisation has at work, and holds them until the transaction is over: each of two that
 * would take one away writes the same rows, so the second counts again after the first.
 */
export async function holdSecurityAdmins(organizationId: string): Promise<number> {
  const those = { organizationId: oid(organizationId), role: "admin", duty: "security", active: true } as const;
  await UserModel.updateMany(those, { $inc: { held: 1 } });
  return UserModel.countDocuments(those);
}
