import type { CodePurpose } from "@fuzhen/shared/codes/code.schema.ts";
import { duplicateKeyOf, Types } from "../../platform/database.ts";
import { CodeModel } from "./code.model.ts";

/** Identifies a code: for each of these there is at most one row. */
export interface CodePlace {
  phoneLookup: string;
  purpose: CodePurpose;
  asker: string;
}
export interface CodeTry {
  id: string;
  asker: string;
  codeHash: string;
}

export async function codeSentAt(place: CodePlace): Promise<Date | null> {
  const doc = await CodeModel.findOne({ ...place }, { sentAt: 1 }).lean();
  return doc?.sentAt ?? null;
}

/** Replaces the previous code if that was sent at or before `sentBefore`; null when it is younger. */
export async function replaceCode(
  { phoneLookup, purpose, asker }: CodePlace,
  code: { codeHash: string; sentAt: Date; expiresAt: Date },
  sentBefore: Date,
): Promise<string | null> {
  try {
    const doc = await CodeModel.findOneAndUpdate(
      { phoneLookup, purpose, asker, sentAt: { $lte: sentBefore } },
      { $set: { ...code, tries: 0, strangersTries: 0 } },
      { upsert: true, returnDocument: "after" },
    ).lean();
    return doc._id.toHexString();
  } catch (error) {
    if (duplicateKeyOf(error)) return null;
    throw error;
  }
}

/**
 * Counts a try against the asker's own live code and answers its hash; null when there is none or its tries are used
 * up. Counting is the condition of the write, so guesses sent at once cannot exceed the number.
 */
export async function takeOwnTry({ phoneLookup, purpose, asker }: CodePlace, now: Date, max: number) {
  const doc = await CodeModel.findOneAndUpdate(
    { phoneLookup, purpose, asker, expiresAt: { $gt: now }, tries: { $lt: max } },
    { $inc: { tries: 1 } },
    { returnDocument: "after" },
  ).lean();
  return doc && tryOf(doc);
}

/**
 * For somebody who did not ask for a code themselves (another device, another address): counts a try against the newest
 * live code of this phone that others asked for, from the tries all such strangers share. Answers its hash, or null.
 */
export async function takeStrangersTry({ phoneLookup, purpose, asker }: CodePlace, now: Date, max: number) {
  const doc = await CodeModel.findOneAndUpdate(
    { phoneLookup, purpose, asker: { $ne: asker }, expiresAt: { $gt: now }, strangersTries: { $lt: max } },
    { $inc: { strangersTries: 1 } },
    { sort: { sentAt: -1 }, returnDocument: "after" },
  ).lean();
  return doc && tryOf(doc);
}

const tryOf = (doc: { _id: Types.ObjectId; asker: string; codeHash: string }): CodeTry => ({
  id: doc._id.toHexString(),
  asker: doc.asker,
  codeHash: doc.codeHash,
});

/** Deletes the code; of two who use it at once, one gets true. */
export async function removeCode({ id, codeHash }: { id: string; codeHash: string }): Promise<boolean> {
  const { deletedCount } = await CodeModel.deleteOne({ _id: new Types.ObjectId(id), codeHash });
  return deletedCount === 1;
}
