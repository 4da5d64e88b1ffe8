import { Types } from "../../platform/database.ts";
import { SpecialistModel } from "./specialist.model.ts";

const oid = (id: string) => new Types.ObjectId(id);

/** What these have free may have changed: it is looked at with the next round. */
export async function callForOffers(specialistIds: readonly string[], now: Date): Promise<void> {
  await SpecialistModel.updateMany({ _id: { $in: specialistIds.map(oid) } }, { $set: { offersDueAt: now } });
}

/**
 * Whose offers have to be looked at, the longest due first; then those due later than `longestMs` from now, which a clock wrote that
 * has been set back since.
 */
export async function dueForOffers(
  now: Date,
  { limit, longestMs }: { limit: number; longestMs: number },
): Promise<{ id: string; dueAt: Date }[]> {
  const due = async (when: object) =>
    SpecialistModel.find({ offersDueAt: when }, { offersDueAt: 1 }).sort({ offersDueAt: 1 }).limit(limit).lean();
  let docs = await due({ $lte: now });
  if (docs.length === 0) docs = await due({ $gt: new Date(now.getTime() + longestMs) });
  return docs.map(({ _id, offersDueAt }) => ({ id: _id.toHexString(), dueAt: offersDueAt }));
}

/** Keeps what was found, but where it has been called for anew since `seenDueAt`: that round has read what this one has not. */
export async function keepNextFree(
  found: readonly { id: string; seenDueAt: Date; nextFree: Date | null; dueAt: Date }[],
): Promise<void> {
  await SpecialistModel.bulkWrite(
    found.map(({ id, seenDueAt, nextFree, dueAt }) => ({
      updateOne: {
        filter: { _id: oid(id), offersDueAt: seenDueAt },
        update: { $set: { nextFree, offersDueAt: dueAt } },
      },
    })),
    { ordered: false },
  );
}
