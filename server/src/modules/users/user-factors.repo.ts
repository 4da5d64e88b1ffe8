import { MAX_FACTORS } from "@fuzhen/shared/factors/factor.rules.ts";
import { Types } from "../../platform/database.ts";
import { UserModel } from "./user.model.ts";

const oid = (id: string) => new Types.ObjectId(id);

/** Adds one to the count and answers it; null when the user has MAX_FACTORS already. */
export async function countFactorIn(userId: string): Promise<number | null> {
  const doc = await UserModel.findOneAndUpdate(
    { _id: oid(userId), factorCount: { $not: { $gte: MAX_FACTORS } } },
    { $inc: { factorCount: 1 } },
    { returnDocument: "after", projection: { factorCount: 1 } },
  ).lean();
  return doc?.factorCount ?? null;
}

/** Sets the count from 0 to 1; false when there is a factor already. */
export async function countFirstFactorIn(userId: string): Promise<boolean> {
  const result = await UserModel.updateOne(
    { _id: oid(userId), factorCount: { $not: { $gt: 0 } } },
    { $set: { factorCount: 1 } },
  );
  return result.modifiedCount === 1;
}

/** Subtracts one; false when it is the last. */
export async function countFactorOut(userId: string): Promise<boolean> {
  const result = await UserModel.updateOne(
    { _id: oid(userId), factorCount: { $gt: 1 } },
    { $inc: { factorCount: -1 } },
  );
  return result.modifiedCount === 1;
}

/** Sets the count to 0 and deletes the recovery codes. */
export async function clearFactorCount(userId: string): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { factorCount: 0, recoveryCodes: [] } });
}

export async function replaceRecoveryCodes(userId: string, hashes: string[]): Promise<void> {
  await UserModel.updateOne({ _id: oid(userId) }, { $set: { recoveryCodes: hashes } });
}

/** Uses a recovery code up; false when it is wrong or was used, also by a request at the same instant. */
export async function spendRecoveryCode(userId: string, hash: string): Promise<boolean> {
  const result = await UserModel.updateOne(
    { _id: oid(userId), recoveryCodes: hash },
    { $pull: { recoveryCodes: hash } },
  );
  return result.modifiedCount === 1;
}

export async function recoveryCodesLeft(userId: string): Promise<number> {
  const doc = await UserModel.findById(oid(userId), { recoveryCodes: 1 }).lean();
  return doc?.recoveryCodes?.length ?? 0;
}
