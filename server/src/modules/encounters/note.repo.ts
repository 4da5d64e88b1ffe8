import { NoteModel, type NoteRow } from "./note.model.ts";
import { NoteVersionModel } from "./note-version.model.ts";

export interface NoteRecord {
  id: string;
  consultationId: string;
  patientId: string;
  specialistId: string;
  status: "draft" | "final";
  version: number;
  sealedFields: string;
  updatedAt: Date;
}

export const toRecord = (row: NoteRow): NoteRecord => ({
  id: String(row._id),
  consultationId: String(row.consultationId),
  patientId: String(row.patientId),
  specialistId: String(row.specialistId),
  status: row.status,
  version: row.version,
  sealedFields: row.sealedFields,
  updatedAt: row.updatedAt,
});
const orNull = (row: NoteRow | null) => (row ? toRecord(row) : null);

export const findNoteOf = async (consultationId: string) => orNull(await NoteModel.findOne({ consultationId }).lean());

/** Signed notes of a patient, latest visit first, older than the given one. Ids grow with time. */
export async function listSigned(
  patientId: string,
  olderThan: string | undefined,
  limit: number,
): Promise<NoteRecord[]> {
  const rows = await NoteModel.find({
    patientId,
    status: "final",
    ...(olderThan ? { _id: { $lt: olderThan } } : {}),
  })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  return rows.map(toRecord);
}

/** First version of a visit's note. Throws a duplicate key on `consultationId` when there is one already. */
export async function insertNote(note: Omit<NoteRecord, "status" | "version">): Promise<NoteRecord> {
  const { id, ...rest } = note;
  const [created] = await NoteModel.create([{ _id: id, ...rest, status: "draft" as const, version: 1 }]);
  if (!created) throw new Error("note not created");
  return toRecord(created.toObject());
}

/** Overwrites the draft at the version the writer has seen; null when it has changed or been signed since. */
export const saveDraft = async (
  seen: { id: string; version: number },
  sealedFields: string,
  updatedAt: Date,
): Promise<NoteRecord | null> =>
  orNull(
    await NoteModel.findOneAndUpdate(
      { _id: seen.id, status: "draft", version: seen.version },
      { $set: { sealedFields, updatedAt }, $inc: { version: 1 } },
      { returnDocument: "after" },
    ).lean(),
  );

/** Draft → final; null when the draft is no longer the one that was signed. */
export const lockNote = async (seen: { id: string; version: number }, signedAt: Date): Promise<NoteRecord | null> =>
  orNull(
    await NoteModel.findOneAndUpdate(
      { _id: seen.id, status: "draft", version: seen.version },
      { $set: { status: "final", updatedAt: signedAt } },
      { returnDocument: "after" },
    ).lean(),
  );

export interface NoteVersion {
  noteId: string;
  version: number;
  sealedFields: string;
  savedAt: Date;
  savedBy: string;
  requestId: string;
}

export async function insertVersion(version: NoteVersion): Promise<void> {
  await NoteVersionModel.create([version]);
}

/** Every version of a note that was ever saved, oldest first. */
export async function listVersions(noteId: string): Promise<NoteVersion[]> {
  const rows = await NoteVersionModel.find({ noteId }).sort({ version: 1 }).lean();
  return rows.map((row) => ({
    noteId: String(row.noteId),
    version: row.version,
    sealedFields: row.sealedFields,
    savedAt: row.savedAt,
    savedBy: String(row.savedBy),
    requestId: row.requestId,
  }));
}
