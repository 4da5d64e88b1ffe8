import type { FileRefusal, FileSubject } from "@fuzhen/shared/files/file.schema.ts";
import { Types } from "../../platform/database.ts";
import { FileModel, type FileDoc, type StoredStatus } from "./file.model.ts";
import { stageNames, stages, type PoolName, type Reading, type Readings, type StageName } from "./stages/stages.ts";

export interface FileRecord {
  id: string;
  ownerUserId: string;
  uploadKey: string;
  uploadId: string;
  subject: FileSubject;
  /** Sealed; opened by the presenter alone. */
  name: string;
  bytes: number;
  status: StoredStatus;
  refusal: FileRefusal | null;
  folder: string;
  readings: Readings;
  attached: boolean;
  createdAt: Date;
}

const oid = (id: string) => new Types.ObjectId(id);
const NOT_REMOVING = { status: { $ne: "removing" } } as const;

export const toRecord = (doc: FileDoc): FileRecord => ({
  id: doc._id.toHexString(),
  ownerUserId: doc.ownerUserId.toHexString(),
  uploadKey: doc.uploadKey,
  uploadId: doc.uploadId,
  subject: { type: doc.subject.type, id: doc.subject.id.toHexString() },
  name: doc.name,
  bytes: doc.bytes,
  status: doc.status,
  refusal: doc.refusal,
  folder: doc.folder,
  readings: doc.readings,
  attached: doc.attached,
  createdAt: doc.createdAt,
});

export type NewFile = Pick<
  FileRecord,
  "id" | "ownerUserId" | "uploadKey" | "uploadId" | "subject" | "name" | "bytes" | "folder"
>;

/** Runs into the unique index when the owner already has an upload of that key. */
export async function insertFile({ id, ...row }: NewFile, at: Date): Promise<FileRecord> {
  const [doc] = await FileModel.create([
    { _id: oid(id), ...row, status: "uploading", attached: false, readings: {}, createdAt: at },
  ]);
  if (!doc) throw new Error("file not inserted");
  return toRecord(doc.toObject());
}

/** Deletes an upload that was just made and has no bytes yet. */
export async function dropAnnounced(id: string): Promise<void> {
  await FileModel.deleteOne({ _id: oid(id), status: "uploading" });
}

export async function findFile(id: string): Promise<FileRecord | null> {
  const doc = await FileModel.findOne({ _id: oid(id), ...NOT_REMOVING }).lean();
  return doc && toRecord(doc);
}

/** In the order asked for; those that are gone are left out. */
export async function findFiles(ids: readonly string[]): Promise<FileRecord[]> {
  if (ids.length === 0) return [];
  const docs = await FileModel.find({ _id: { $in: ids.map(oid) }, ...NOT_REMOVING }).lean();
  const found = new Map(docs.map((doc) => [doc._id.toHexString(), toRecord(doc)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

export async function findFileByKey(ownerUserId: string, uploadKey: string): Promise<FileRecord | null> {
  const doc = await FileModel.findOne({ ownerUserId: oid(ownerUserId), uploadKey, ...NOT_REMOVING }).lean();
  return doc && toRecord(doc);
}

export async function findFileByUpload(uploadId: string): Promise<FileRecord | null> {
  const doc = await FileModel.findOne({ uploadId, ...NOT_REMOVING }).lean();
  return doc && toRecord(doc);
}

/**
 * Number and announced bytes of the account's files that no record refers to yet, or that are still to be read:
 * attaching a file that waits for its reading does not take it out of the count.
 */
export async function countWaiting(ownerUserId: string): Promise<{ files: number; bytes: number }> {
  const files = new Map<string, number>();
  for (const waiting of [{ attached: false }, { status: "processing" }] as const)
    for (const doc of await FileModel.find({ ownerUserId: oid(ownerUserId), ...waiting }, { bytes: 1 }).lean())
      files.set(doc._id.toHexString(), doc.bytes);
  return { files: files.size, bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

/** All bytes are in the object store. False when it was no longer uploading (stored before, or withdrawn). */
export async function markUploaded(id: string, readings: Readings): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), status: "uploading" },
    { $set: { status: "processing", readings } },
    { writeConcern: { w: "majority" } },
  );
  return matchedCount > 0;
}

/** Attaches one of the caller's files that is not refused; false when there is no such file. */
export async function attachFile(id: string, ownerUserId: string, subject: FileSubject): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    {
      _id: oid(id),
      ownerUserId: oid(ownerUserId),
      status: { $in: ["processing", "ready"] },
      "subject.type": subject.type,
      "subject.id": oid(subject.id),
    },
    { $set: { attached: true } },
  );
  return matchedCount > 0;
}

/** Makes the file invisible to everybody, until its bytes are deleted. False when a record refers to it. */
export async function markRemoving(id: string): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), attached: false },
    { $set: { status: "removing" } },
  );
  return matchedCount > 0;
}

/** Marks all unattached files older than `before` for removal, except those still to be read. */
export async function markStaleRemoving(before: Date): Promise<number> {
  const { modifiedCount } = await FileModel.updateMany(
    { attached: false, createdAt: { $lt: before }, status: { $in: ["uploading", "ready", "refused", "quarantined"] } },
    { $set: { status: "removing" } },
  );
  return modifiedCount;
}

/** A withdrawn file, whose bytes are to be deleted. */
export async function findRemoving(id: string): Promise<FileRecord | null> {
  const doc = await FileModel.findOne({ _id: oid(id), status: "removing" }).lean();
  return doc && toRecord(doc);
}

export async function deleteRemoving(id: string): Promise<void> {
  await FileModel.deleteOne({ _id: oid(id), status: "removing" });
}

/** Stores what stages have found; the first pages make the file ready. False when it is neither being read nor ready. */
export async function keepReadings(
  id: string,
  found: Readings,
  { readyAt }: { readyAt: Date | null },
): Promise<boolean> {
  const set = Object.fromEntries(Object.entries(found).map(([name, reading]) => [`readings.${name}`, reading]));
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), status: readyAt ? "processing" : { $in: ["processing", "ready"] } },
    { $set: { ...set, ...(readyAt ? { status: "ready", settledAt: readyAt } : {}) } },
  );
  return matchedCount > 0;
}

/** Stores the reason before the bytes are deleted, so that a crash in between does not lose it. */
export async function noteRefusal(id: string, refusal: FileRefusal): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne({ _id: oid(id), status: "processing" }, { $set: { refusal } });
  return matchedCount > 0;
}

export async function markRefused(id: string, at: Date): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), status: "processing" },
    { $set: { status: "refused", settledAt: at } },
  );
  return matchedCount > 0;
}

/** What the scanner found sets the file aside; false when it is being refused, removed, or is so already. */
export async function markQuarantined(id: string, scan: Reading<"scan">, at: Date): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), status: { $in: ["processing", "ready"] }, refusal: null },
    { $set: { status: "quarantined", refusal: "file_infected", settledAt: at, "readings.scan": scan } },
  );
  return matchedCount > 0;
}

/** Files that have been read, but not by some stage in its present version; at most so many of each stage. */
export async function findBehind(open: readonly PoolName[], limit: number): Promise<FileRecord[]> {
  const found = new Map<string, FileRecord>();
  for (const name of stageNames.filter((each) => open.includes(stages[each].pool)))
    for (const older of [{ $lt: stages[name].version }, null])
      for (const doc of await FileModel.find({ status: "ready", [`readings.${name}.version`]: older })
        .limit(limit)
        .lean())
        found.set(doc._id.toHexString(), toRecord(doc));
  return [...found.values()];
}

/** Files that some work must be waiting for, after the id; to be read in batches. */
export async function findUnsettled(after: string | null, limit: number): Promise<FileRecord[]> {
  const docs = await FileModel.find({
    status: { $in: ["processing", "removing"] },
    ...(after ? { _id: { $gt: oid(after) } } : {}),
  })
    .sort({ _id: 1 })
    .limit(limit)
    .lean();
  return docs.map(toRecord);
}

export const countUploading = () => FileModel.countDocuments({ status: "uploading" });

/** Files that were refused since then. */
export const countRefusedSince = (from: Date) =>
  FileModel.countDocuments({ status: { $in: ["refused", "quarantined"] }, settledAt: { $gte: from } });

/** How many of the files that are shown no scanner has looked through; counted up to `most`. */
export async function countUnscanned(most: number): Promise<number> {
  let count = 0;
  for (const version of [{ $lt: stages.scan.version }, null])
    count += await FileModel.countDocuments({ status: "ready", "readings.scan.version": version }, { limit: most });
  return Math.min(most, count);
}

/** What a stage has found out about a file; null while it has not. */
export const resultOf = <Name extends StageName>({ readings }: Pick<FileRecord, "readings">, name: Name) =>
  readings[name]?.result ?? null;
