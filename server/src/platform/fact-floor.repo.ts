import { newId } from "./outbox.ts";
import { FactFloorModel } from "./fact-floor.model.ts";
import { free, leaseEnd, type Pace } from "./work/pace.ts";

/** An ObjectId is four bytes of time, five that name the process, three that count. */
export const processOf = (id: string): string => id.slice(8, 18);
export const thisProcess = (): string => processOf(newId());

export async function noteFloor(process: string, at: Date, beatAt: Date): Promise<void> {
  await FactFloorModel.updateOne({ _id: process }, { $set: { at, beatAt, leasedUntil: null } }, { upsert: true });
}

/** What this process noted before, when its app was another one. */
export async function floorOf(process: string): Promise<Date | null> {
  const row = await FactFloorModel.findById(process).lean();
  return row?.at ?? null;
}

export async function dropFloor(process: string): Promise<void> {
  await FactFloorModel.deleteOne({ _id: process });
}

/** Leases the floor of a process that has said nothing since then; null when there is none. */
export async function leaseDead(
  own: string,
  { silentSince, now, pace }: { silentSince: Date; now: Date; pace: Pick<Pace, "leaseMs"> },
): Promise<{ process: string; at: Date } | null> {
  const row = await FactFloorModel.findOneAndUpdate(
    {
      _id: { $ne: own },
      beatAt: { $lte: silentSince },
      ...free(now, pace),
    },
    { $set: { leasedUntil: leaseEnd(now, pace) } },
    { returnDocument: "after" },
  ).lean();
  return row && { process: row._id, at: row.at };
}

/** Has it longer: there is much to deliver. */
export async function keepDead(process: string, now: Date, pace: Pick<Pace, "leaseMs">): Promise<void> {
  await FactFloorModel.updateOne({ _id: process }, { $set: { leasedUntil: leaseEnd(now, pace) } });
}
