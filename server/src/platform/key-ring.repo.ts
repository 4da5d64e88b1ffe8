import { duplicateKeyOf } from "./database.ts";
import { KeyModel, type KeyDoc } from "./key-ring.model.ts";
import type { KeyPurpose } from "./keys.ts";

/** A key must be durable on all members before anything is encrypted with it. */
const writeConcern = { w: "majority", j: true } as const;

export const keyName = (purpose: KeyPurpose, generation: number) => `${purpose}.${generation}`;

/** All keys, in the order they were made. */
export const listKeys = (): Promise<KeyDoc[]> => KeyModel.find({}).sort({ generation: 1, _id: 1 }).lean();

/** False when there is a key of this purpose and number already: another process was first, and its key counts. */
export async function insertKey(row: Omit<KeyDoc, "_id" | "retiredAt">): Promise<boolean> {
  try {
    await KeyModel.create([{ ...row, _id: keyName(row.purpose, row.generation), retiredAt: null }], writeConcern);
    return true;
  } catch (error) {
    if (duplicateKeyOf(error)) return false;
    throw error;
  }
}

export async function startWriting({ _id }: KeyDoc): Promise<void> {
  await KeyModel.updateOne({ _id, state: "announced" }, { $set: { state: "writing" } }, { writeConcern });
}

/** Makes all keys before `generation` read-only. `at` is null while data is still to be re-encrypted. */
export async function retireBefore(
  purpose: KeyPurpose,
  generation: number,
  { at }: { at: Date | null },
): Promise<void> {
  await KeyModel.updateMany(
    { purpose, generation: { $lt: generation }, state: { $ne: "retired" } },
    { $set: { state: "retired", retiredAt: at } },
    { writeConcern },
  );
}

/** Marks a key as no longer used by any data. */
export async function markDrained({ _id }: KeyDoc, at: Date): Promise<void> {
  await KeyModel.updateOne({ _id, state: "retired" }, { $set: { retiredAt: at } }, { writeConcern });
}

/** Replaces only the wrapping that was read, so that two rotations at once do not undo each other. */
export async function rewrapKey(key: KeyDoc, to: Pick<KeyDoc, "wrapped" | "masterKeyId">): Promise<void> {
  await KeyModel.updateOne({ _id: key._id, wrapped: key.wrapped }, { $set: to }, { writeConcern });
}

export async function deleteKey({ _id }: KeyDoc): Promise<void> {
  await KeyModel.deleteOne({ _id, state: "retired" }, { writeConcern });
}
