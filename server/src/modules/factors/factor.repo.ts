import { Types } from "../../platform/database.ts";
import { FactorModel, type FactorDoc } from "./factor.model.ts";

interface Common {
  id: string;
  userId: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}
export interface TotpFactor extends Common {
  kind: "totp";
  secretSealed: string;
  lastStep: number;
  published: boolean;
}
export interface PasskeyFactor extends Common {
  kind: "passkey";
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: string[];
}
export type FactorRecord = TotpFactor | PasskeyFactor;
type New<F extends FactorRecord> = Omit<F, "userId" | "createdAt" | "lastUsedAt">;
export type NewFactor = New<TotpFactor> | New<PasskeyFactor>;

const oid = (id: string) => new Types.ObjectId(id);

function toRecord(doc: FactorDoc): FactorRecord {
  const common = {
    id: doc._id.toHexString(),
    userId: doc.userId.toHexString(),
    name: doc.name,
    createdAt: doc.createdAt,
    lastUsedAt: doc.lastUsedAt,
  };
  return doc.kind === "totp"
    ? {
        ...common,
        kind: "totp",
        secretSealed: doc.secretSealed ?? "",
        lastStep: doc.lastStep ?? 0,
        published: doc.published ?? false,
      }
    : {
        ...common,
        kind: "passkey",
        credentialId: doc.credentialId ?? "",
        publicKey: doc.publicKey ?? "",
        counter: doc.counter ?? 0,
        transports: doc.transports ?? [],
      };
}

/** Oldest first. */
export async function factorsOf(userId: string): Promise<FactorRecord[]> {
  const docs = await FactorModel.find({ userId: oid(userId) })
    .sort({ _id: 1 })
    .lean();
  return docs.map(toRecord);
}

/** Runs into the unique index for a passkey that is somebody's already. */
export async function insertFactor(userId: string, { id, ...factor }: NewFactor, at: Date): Promise<void> {
  await FactorModel.create([{ ...factor, _id: oid(id), userId: oid(userId), createdAt: at }]);
}

/** The factor that was removed; null when there was none, or it was another user's. */
export async function deleteFactor(userId: string, id: string): Promise<FactorRecord | null> {
  const doc = await FactorModel.findOneAndDelete({ _id: oid(id), userId: oid(userId) }).lean();
  return doc && toRecord(doc);
}

/**
 * Uses a code up; false when a code of this time step or a later one was used before, also by a request at the same
 * instant.
 */
export async function spendTotpStep(id: string, step: number, at: Date): Promise<boolean> {
  const result = await FactorModel.updateOne(
    { _id: oid(id), lastStep: { $lt: step } },
    { $set: { lastStep: step, lastUsedAt: at } },
  );
  return result.modifiedCount === 1;
}

/** Advances a passkey's signature counter; false when it has changed since, or the passkey is gone. */
export async function moveCounter(id: string, from: number, to: number, at: Date): Promise<boolean> {
  const result = await FactorModel.updateOne(
    { _id: oid(id), counter: from },
    { $set: { counter: to, lastUsedAt: at } },
  );
  return result.matchedCount === 1;
}

export async function markFactorUsed(id: string, at: Date): Promise<boolean> {
  const result = await FactorModel.updateOne({ _id: oid(id) }, { $set: { lastUsedAt: at } });
  return result.matchedCount === 1;
}

export async function deleteFactorsOf(userId: string): Promise<void> {
  await FactorModel.deleteMany({ userId: oid(userId) });
}
