import type { ListStaffInput } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { foldPhone, nameKey } from "@fuzhen/shared/typed-text.ts";
import { Types } from "../../platform/database.ts";
import { behind, literal, type Sort } from "../../platform/sorted-page.ts";
import { UserModel } from "./user.model.ts";
import { toRecord, type UserRecord } from "./user.repo.ts";

const oid = (id: string) => new Types.ObjectId(id);

export interface StaffFilter {
  organizationId: string;
  q: string;
  role?: UserRecord["role"] | undefined;
  state?: ListStaffInput["state"];
  /** Of `stale`: not used since then. */
  staleBefore: Date;
}

/** A name is found however it was typed (`nameKey`), a number in full or as it is shown. */
function calledOrReached(q: string) {
  const letters = [...nameKey(q)].map(literal);
  const number = foldPhone(q);
  const shown = /^1\d{10}$/.test(number) ? maskPhone(number) : q.trim();
  return [
    ...(letters.length === 0 ? [] : [{ displayName: new RegExp(letters.join("[ ·.'-]*"), "i") }]),
    { phoneMasked: new RegExp(literal(shown)) },
  ];
}

function conditionOf({ organizationId, q, role, state, staleBefore }: StaffFilter) {
  return {
    organizationId: oid(organizationId),
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : { active: state !== "inactive" }),
    ...(state === "no-factor" ? { factorCount: { $not: { $gt: 0 } } } : {}),
    $and: [
      ...(q === "" ? [] : [{ $or: calledOrReached(q) }]),
      ...(state === "stale"
        ? [{ $or: [{ lastSignInAt: { $lt: staleBefore } }, { lastSignInAt: null, createdAt: { $lt: staleBefore } }] }]
        : []),
    ],
  };
}

/** Users of an organisation from a place in the order on. */
export async function findStaffPage(
  filter: StaffFilter,
  sort: Sort,
  cursor: string | undefined,
  limit: number,
): Promise<UserRecord[]> {
  const condition = conditionOf(filter);
  const docs = await UserModel.find({ ...condition, $and: [...condition.$and, behind(sort, cursor, oid)] })
    .sort({ [sort.field]: sort.order, _id: sort.order })
    .limit(limit)
    .lean();
  return docs.map(toRecord);
}

export function countStaff(filter: StaffFilter): Promise<number> {
  const { $and, ...condition } = conditionOf(filter);
  return UserModel.countDocuments($and.length > 0 ? { ...condition, $and } : condition);
}

/** The account that one request of an organisation has created. */
export async function findStaffIdByRequest(organizationId: string, requestKey: string): Promise<string | null> {
  const doc = await UserModel.findOne({ organizationId: oid(organizationId), requestKey }, { _id: 1 }).lean();
  return doc && doc._id.toHexString();
}

export async function markSignedIn(userId: string, at: Date): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { lastSignInAt: at } });
}

/** Which of these accounts are out of use. */
export async function inactiveUsersAmong(ids: readonly string[]): Promise<Set<string>> {
  const those = { _id: { $in: [...new Set(ids)].map(oid) }, active: false };
  const docs = await UserModel.find(those, { _id: 1 }).lean();
  return new Set(docs.map((doc) => doc._id.toHexString()));
}

/** More specialists than leave one hospital. */
const MOST_LEAVERS = 2000;

/** Accounts of specialists of an organisation that are out of use, the latest first. */
export async function inactiveSpecialistUsers(organizationId: string): Promise<string[]> {
  const docs = await UserModel.find(
    { organizationId: oid(organizationId), role: "specialist", active: false },
    { _id: 1 },
  )
    .sort({ _id: -1 })
    .limit(MOST_LEAVERS)
    .lean();
  return docs.map((doc) => doc._id.toHexString());
}

/** False when it is so already. */
export async function setUserActive(userId: string, active: boolean): Promise<boolean> {
  const result = await UserModel.updateOne({ _id: oid(userId), active: !active }, { $set: { active } });
  return result.modifiedCount === 1;
}

/** False when the duty is no longer the one that was seen. */
export async function setUserDuty(userId: string, from: Duty, to: Duty, at: Date): Promise<boolean> {
  // Accounts from before duties were told apart hold none and run the house.
  const seen: (Duty | null)[] = from === "system" ? ["system", null] : [from];
  const result = await UserModel.updateOne(
    { _id: oid(userId), role: "admin", duty: { $in: seen } },
    { $set: { duty: to, dutySince: at } },
  );
  return result.modifiedCount === 1;
}

export async function setInitialPassword(userId: string, passwordHash: string, by: string): Promise<void> {
  const set = { passwordHash, mustChangePassword: true, passwordSetBy: oid(by) };
  await UserModel.updateOne({ _id: oid(userId) }, { $set: set });
}

/** Number of active admins of each duty, locked until the transaction ends. */
export async function holdAdmins(organizationId: string, duty: Duty): Promise<number> {
  // Accounts from before duties were told apart hold none and run the house.
  const seen: (Duty | null)[] = duty === "system" ? ["system", null] : [duty];
  const those = { organizationId: oid(organizationId), role: "admin", duty: { $in: seen }, active: true } as const;
  await UserModel.updateMany(those, { $inc: { held: 1 } });
  return UserModel.countDocuments(those);
}

/** What one colleague did to somebody's ways in, and the person has not replaced since. */
export interface WaysInReset {
  /** Who set the password that the person has not changed yet. */
  passwordSetBy: string | null;
  /** Who took away the factors that the person has not set up anew. */
  factorsResetBy: string | null;
}

export async function waysInReset(userId: string): Promise<WaysInReset> {
  const doc = await UserModel.findById(oid(userId), {
    mustChangePassword: 1,
    factorCount: 1,
    passwordSetBy: 1,
    factorsResetBy: 1,
  }).lean();
  return {
    passwordSetBy: (doc?.mustChangePassword && doc.passwordSetBy?.toHexString()) || null,
    factorsResetBy: (doc?.factorCount === 0 && doc.factorsResetBy?.toHexString()) || null,
  };
}

export async function markFactorsReset(userId: string, by: string): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { factorsResetBy: oid(by) } });
}

/** Since when an admin holds their duty; null for accounts from before that was kept. */
export async function dutySince(userId: string): Promise<Date | null> {
  const doc = await UserModel.findById(oid(userId), { dutySince: 1, createdAt: 1 }).lean();
  return doc ? (doc.dutySince ?? doc.createdAt) : null;
}
