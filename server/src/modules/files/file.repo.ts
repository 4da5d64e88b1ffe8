import type { FileRefusal } from "@fuzhen/shared/files/file.schema.ts";
import { Types } from "../../platform/database.ts";
import { FileModel, type FileDoc, type StoredStatus } from "./file.model.ts";

export interface FileRecord {
  id: string;
  ownerUserId: string;
  uploadKey: string;
  uploadId: string;
  patientId: string | null;
  consultationId: string | null;
  /** Sealed; opened by the presenter alone. */
  name: string;
  bytes: number;
  status: StoredStatus;
  refusal: FileRefusal | null;
  kind: "image" | "pdf" | null;
  folder: string;
  pages: FileDoc["pages"];
  attached: boolean;
  createdAt: Date;
  attempts: number;
  /** A short try at reading it was not enough. */
  slow: boolean;
}

const oid = (id: string) => new Types.ObjectId(id);
const NOT_REMOVING = { status: { $ne: "removing" } } as const;

export const toRecord = (doc: FileDoc): FileRecord => ({
  id: doc._id.toHexString(),
  ownerUserId: doc.ownerUserId.toHexString(),
  uploadKey: doc.uploadKey,
  uploadId: doc.uploadId,
  patientId: doc.patientId?.toHexString() ?? null,
  consultationId: doc.consultationId?.toHexString() ?? null,
  name: doc.name,
  bytes: doc.bytes,
  status: doc.status,
  refusal: doc.refusal,
  kind: doc.kind,
  folder: doc.folder,
  pages: doc.pages.map(({ width, height, flaw = null }) => ({ width, height, flaw })),
  attached: doc.attached,
  createdAt: doc.createdAt,
  attempts: doc.attempts,
  slow: doc.slow ?? false,
});

export type NewFile = Pick<
  FileRecord,
  "id" | "ownerUserId" | "uploadKey" | "uploadId" | "patientId" | "consultationId" | "name" | "bytes" | "folder"
>;

/** Runs into the unique index when the owner already has an upload of that key. */
export async function insertFile({ id, ...row }: NewFile, at: Date): Promise<FileRecord> {
  const [doc] = await FileModel.create([
    { _id: oid(id), ...row, status: "uploading", attached: false, attempts: 0, createdAt: at, dueAt: at },
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

/**
 * All bytes are in the object store; from here on the file will be read, whatever happens to this process. False when
 * it was no longer uploading (stored before, or withdrawn).
 */
export async function markUploaded(id: string, at: Date): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), status: "uploading" },
    { $set: { status: "processing", dueAt: at, attempts: 0 } },
    { writeConcern: { w: "majority" } },
  );
  return matchedCount > 0;
}

/** Attaches one of the caller's files that is not refused; false when there is no such file. */
export async function attachFile(
  id: string,
  ownerUserId: string,
  use: { patientId: string } | { consultationId: string },
): Promise<boolean> {
  const target = "patientId" in use ? { patientId: oid(use.patientId) } : { consultationId: oid(use.consultationId) };
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), ownerUserId: oid(ownerUserId), ...target, status: { $in: ["processing", "ready"] } },
    { $set: { attached: true } },
  );
  return matchedCount > 0;
}

/** Makes the file invisible to everybody; the worker deletes its bytes. False when a record refers to it. */
export async function markRemoving(id: string, at: Date): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne(
    { _id: oid(id), attached: false },
    { $set: { status: "removing", dueAt: at, attempts: 0 } },
  );
  return matchedCount > 0;
}

/** Marks all unattached files older than `before` for removal, except those being read at the moment. */
export async function markStaleRemoving(before: Date, at: Date): Promise<number> {
  const { modifiedCount } = await FileModel.updateMany(
    { attached: false, createdAt: { $lt: before }, status: { $in: ["uploading", "ready", "refused"] } },
    { $set: { status: "removing", dueAt: at, attempts: 0 } },
  );
  return modifiedCount;
}
