import { Types } from "../../../platform/database.ts";
import type { Pace } from "../../../platform/work/pace.ts";
import { GIVEN_BACK, stillHeld } from "../../../platform/work/work-fields.ts";
import { createWorkRows, type Later, type WorkRows } from "../../../platform/work/work-rows.ts";
import { FileWorkModel, workKinds, type FileWorkDoc, type WorkKind } from "./file-work.model.ts";

export type { WorkKind } from "./file-work.model.ts";

/** One piece of work that was taken. Every later write names its lease, so a worker that lost it changes nothing. */
export type FileWork = FileWorkDoc;

/** What is done first: what somebody waits for with the record open, then what was sent, then what is only done better. */
export const ranks = { looked: 0, sent: 1, leisure: 2 } as const;

/** A short lease, because it is renewed while work goes on: after a kill the file waits no longer than that. */
const pace: Pace = { leaseMs: 10_000, firstWaitMs: 2000, longestWaitMs: 600_000 };
/** What waits in one lane. */
export const workRows = (kind: WorkKind): WorkRows<FileWorkDoc> =>
  createWorkRows<FileWorkDoc>(FileWorkModel, { pace, waits: { kind } });

const oid = (id: string) => new Types.ObjectId(id);

export interface NewWork {
  file: { id: string; ownerUserId: string };
  kind: WorkKind;
  rank?: number;
}

/** Work that is there already stays as it is. */
export async function addWork(works: readonly NewWork[], at: Date): Promise<void> {
  if (works.length === 0) return;
  await FileWorkModel.bulkWrite(
    works.map(({ file, kind, rank = ranks.sent }) => ({
      updateOne: {
        filter: { _id: `${file.id}:${kind}` },
        update: {
          $setOnInsert: {
            fileId: oid(file.id),
            kind,
            ownerUserId: oid(file.ownerUserId),
            rank,
            slow: false,
            attempts: 0,
            dueAt: at,
            ...GIVEN_BACK,
          },
        },
        upsert: true,
      },
    })),
  );
}

/** The short try was not enough: it waits for the one worker that reads such files, as if it were new. */
export async function markSlow(work: FileWork): Promise<void> {
  await FileWorkModel.updateOne(stillHeld(work), { $set: { slow: true } });
}

/** Has the work a while longer; false when the lease was lost. */
export const renewWork = (work: FileWork, now: Date): Promise<boolean> => workRows(work.kind).renew(work, now);

/** Tried again after a while, which is no try. */
export const spared = ({ attempts }: FileWork, now: Date, waitMs: number): Later => ({
  dueAt: new Date(now.getTime() + waitMs),
  attempts: attempts - 1,
});

/** The work is done; false when the lease was lost, and then nothing may be written. */
export const endWork = async (work: FileWork): Promise<boolean> =>
  (await FileWorkModel.deleteOne(stillHeld(work))).deletedCount > 0;

/** Drops all other work on a file that nobody is at; whether somebody still is at any. */
export async function dropOtherWork({ _id, fileId }: FileWork, now: Date): Promise<boolean> {
  const others = { fileId, _id: { $ne: _id } };
  await FileWorkModel.deleteMany({ ...others, $or: [{ leasedUntil: null }, { leasedUntil: { $lt: now } }] });
  return (await FileWorkModel.exists(others)) !== null;
}

/** Nobody does this kind here. */
export async function dropWork(kind: WorkKind): Promise<void> {
  await FileWorkModel.deleteMany({ kind });
}

/** Somebody has these before them now. */
export async function hurry(fileIds: readonly string[]): Promise<void> {
  await FileWorkModel.updateMany(
    { fileId: { $in: fileIds.map(oid) }, kind: { $ne: "erase" }, rank: { $gt: ranks.looked } },
    { $set: { rank: ranks.looked } },
  );
}

/** Which of these files some work is waiting for. */
export async function filesWithWork(fileIds: readonly string[]): Promise<Set<string>> {
  const docs = await FileWorkModel.find({ fileId: { $in: fileIds.map(oid) } }, { fileId: 1 }).lean();
  return new Set(docs.map(({ fileId }) => fileId.toHexString()));
}

/** How much of it somebody may be waiting for: not what is done at leisure. */
export async function waitingWork(): Promise<{ waiting: number; oldestDueAt: Date | null }> {
  const queues = workKinds.flatMap((kind) => [ranks.looked, ranks.sent].map((rank) => ({ kind, rank })));
  const found = await Promise.all(
    queues.map(async (queue) => ({
      waiting: await FileWorkModel.countDocuments(queue),
      oldest: await FileWorkModel.findOne(queue, { dueAt: 1 }).sort({ dueAt: 1 }).lean(),
    })),
  );
  const [oldest] = found.flatMap(({ oldest }) => oldest?.dueAt ?? []).toSorted((a, b) => a.getTime() - b.getTime());
  return { waiting: found.reduce((sum, { waiting }) => sum + waiting, 0), oldestDueAt: oldest ?? null };
}
