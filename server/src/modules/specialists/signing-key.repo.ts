import { Types } from "../../platform/database.ts";
import { SigningKeyModel } from "./signing-key.model.ts";

export interface NewSigningKey {
  id: string;
  specialistId: string;
  publicKey: string;
  privateKeySealed: string;
}
const oid = (id: string) => new Types.ObjectId(id);

export async function insertSigningKey(key: NewSigningKey, at: Date): Promise<void> {
  const { id, specialistId, ...rest } = key;
  await SigningKeyModel.create([
    { ...rest, _id: oid(id), specialistId: oid(specialistId), active: true, createdAt: at },
  ]);
}

export async function activeSigningKeyOf(specialistId: string): Promise<NewSigningKey | null> {
  const doc = await SigningKeyModel.findOne({ specialistId: oid(specialistId), active: true }).lean();
  return (
    doc && {
      id: doc._id.toHexString(),
      specialistId: doc.specialistId.toHexString(),
      publicKey: doc.publicKey,
      privateKeySealed: doc.privateKeySealed,
    }
  );
}

/** Public key by its id, PEM; null for an id that names none. */
export async function publicKeyOf(keyId: string): Promise<string | null> {
  if (!/^[0-9a-f]{24}$/.test(keyId)) return null;
  const doc = await SigningKeyModel.findById(oid(keyId), { publicKey: 1 }).lean();
  return doc?.publicKey ?? null;
}
