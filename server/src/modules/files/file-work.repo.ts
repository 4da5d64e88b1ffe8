import { randomUUID } from "node:crypto";
import type { FileRefusal } from "@fuzhen/shared/files/file.schema.ts";
import { Types } from "../../platform/database.ts";
import { dueNow } from "../../platform/due-now.ts";
import { FileModel, type FileDoc } from "./file.model.ts";
import { toRecord, type FileRecord } from "./file.repo.ts";
import type { Wish } from "./reading-turns.ts";

/** A row leased by one worker. Every later write names the lease, so a worker that lost it changes nothing. */
export interface LeasedFile extends FileRecord {
  lease: string;
}

/** Short, because it is renewed while work goes on: after a kill the file waits no longer than this. */
export const LEASE_MS = 10_000;
/** Longest wait between two tries at one file. */
export const LONGEST_WAIT_MS = 600_000;

const held = (file: LeasedFile) => ({ _id: new Types.ObjectId(file.id), lease: file.lease });
const FREE = { lease: null, leasedUntil: null };

/** Takes the next row with work to do, as wished: to be read, or to be removed. */
export async function leaseNextFile(now: Date, { exceptOwners, slow }: Wish): Promise<LeasedFile | null> {
  const lease = randomUUID();
  const leasedUntil = new Date(now.getTime() + LEASE_MS);
  const wished = {
    ...(exceptOwners.length > 0 ? { ownerUserId: { $nin: exceptOwners.map((id) => new Types.ObjectId(id)) } } : {}),
    ...(slow ? {} : { slow: { $ne: true } }),
  };
  for (const due of dueNow(now, { leaseMs: LEASE_MS, waitMs: LONGEST_WAIT_MS })) {
    const doc = await FileModel.findOneAndUpdate(
      { status: { $in: ["processing", "removing"] }, ...wished, ...due },
      { $set: { lease, leasedUntil }, $inc: { attempts: 1 } },
      { sort: { dueAt: 1 }, returnDocument: "after" },
    ).lean();
    if (doc) return { ...toRecord(doc), lease };
  }
  return null;
}

/** Extends the lease; does nothing when it was lost. */
export async function renewLease(file: LeasedFile, now: Date): Promise<void> {
  await FileModel.updateOne(held(file), { $set: { leasedUntil: new Date(now.getTime() + LEASE_MS) } });
}

/** Releases a row whose work is not done, to be leased again at `dueAt`. */
export async function releaseFile(file: LeasedFile, dueAt: Date, attempts: number): Promise<void> {
  await FileModel.updateOne(held(file), { $set: { ...FREE, dueAt, attempts } });
}

export async function markReady(
  file: LeasedFile,
  found: Pick<FileDoc, "pages"> & { kind: "image" | "pdf" },
  at: Date,
): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { ...held(file), status: "processing" },
    { $set: { ...found, status: "ready", settledAt: at, ...FREE } },
  );
  return matchedCount > 0;
}

/** The short try was not enough: the file waits for the one worker that reads such files, as if it were new. */
export async function markSlow(file: LeasedFile): Promise<void> {
  await FileModel.updateOne({ ...held(file), status: "processing" }, { $set: { slow: true } });
}

/** Stores the reason before the bytes are deleted, so that a crash in between does not lose it. */
export async function noteRefusal(file: LeasedFile, refusal: FileRefusal): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne({ ...held(file), status: "processing" }, { $set: { refusal } });
  return matchedCount > 0;
}

export async function markRefused(file: LeasedFile, at: Date): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { ...held(file), status: "processing" },
    { $set: { status: "refused", settledAt: at, ...FREE } },
  );
  return matchedCount > 0;
}

export async function deleteFile(file: LeasedFile): Promise<void> {
  await FileModel.deleteOne({ ...held(file), status: "removing" });
}

export interface FileQueue {
  /** Uploaded and not yet read, or to be removed. */
  waiting: number;
  oldestDueAt: Date | null;
  uploading: number;
}

/** How much work there is, for operators. */
export async function fileQueue(): Promise<FileQueue> {
  const work = { status: { $in: ["processing" as const, "removing" as const] } };
  const [waiting, oldest, uploading] = await Promise.all([
    FileModel.countDocuments(work),
    FileModel.findOne(work, { dueAt: 1 }).sort({ dueAt: 1 }).lean(),
    FileModel.countDocuments({ status: "uploading" }),
  ]);
  return { waiting, oldestDueAt: oldest?.dueAt ?? null, uploading };
}

/** Files that were refused since then. */
export const countRefusedSince = (from: Date) =>
  FileModel.countDocuments({ status: "refused", settledAt: { $gte: from } });
