import { NoteModel, type NoteRow } from "./note.model.ts";
import { NoteVersionModel } from "./note-version.model.ts";

/**
 * An editing session: what one person writes from one page without a long pause. A page saves a note by itself all the time; what
 * stays of a session (操作印痕, R33) is what it left behind.
 */
export interface EditingSession {
  /** Chosen by the page; null for a save that names none, which is a session of its own. */
  id: string | null;
  savedBy: string;
  begunAt: Date;
  /** The note's version before it; 0 when there was none. */
  basedOn: number;
  /** Of its latest save. */
  requestId: string;
}

export interface NoteRecord {
  id: string;
  consultationId: string;
  patientId: string;
  specialistId: string;
  status: "draft" | "final";
  version: number;
  sealedFields: string;
  updatedAt: Date;
  editing: EditingSession | null;
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
  editing: row.editing
    ? {
        id: row.editing.id ?? null,
        savedBy: String(row.editing.savedBy),
        begunAt: row.editing.begunAt,
        basedOn: row.editing.basedOn,
        requestId: row.editing.requestId,
      }
    : null,
});
const orNull = (row: NoteRow | null) => (row ? toRecord(row) : null);

export const findNoteOf = async (consultationId: string) => orNull(await NoteModel.findOne({ consultationId }).lean());

/** The latest note that a specialist has signed of a patient in visits opened before the one named. Ids grow with time. */
export const findLastSigned = async ({
  patientId,
  specialistId,
  before,
}: Pick<NoteRecord, "patientId" | "specialistId"> & { before: string }): Promise<NoteRecord | null> =>
  orNull(
    await NoteModel.findOne({ patientId, status: "final", specialistId, consultationId: { $lt: before } })
      .sort({ _id: -1 })
      .lean(),
  );

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
  written: Pick<NoteRecord, "sealedFields" | "updatedAt" | "editing">,
): Promise<NoteRecord | null> =>
  orNull(
    await NoteModel.findOneAndUpdate(
      { _id: seen.id, status: "draft", version: seen.version },
      { $set: written, $inc: { version: 1 } },
      { returnDocument: "after" },
    ).lean(),
  );

/** Draft → final, its last session over; null when the draft is no longer the one that was signed. */
export const lockNote = async (seen: { id: string; version: number }, signedAt: Date): Promise<NoteRecord | null> =>
  orNull(
    await NoteModel.findOneAndUpdate(
      { _id: seen.id, status: "draft", version: seen.version },
      { $set: { status: "final", updatedAt: signedAt, editing: null } },
      { returnDocument: "after" },
    ).lean(),
  );

export interface NoteVersion {
  noteId: string;
  version: number;
  /** Version that the session before it left; 0 for the first. */
  basedOn: number;
  sealedFields: string;
  /** Null in those of earlier releases. */
  begunAt: Date | null;
  savedAt: Date;
  savedBy: string;
  requestId: string;
}

export async function insertVersion(version: NoteVersion): Promise<void> {
  await NoteVersionModel.create([version]);
}

/** What every editing session of a note has left, oldest first, without one that may go on. */
export async function listVersions(noteId: string): Promise<NoteVersion[]> {
  const rows = await NoteVersionModel.find({ noteId }).sort({ version: 1 }).lean();
  return rows.map((row) => ({
    noteId: String(row.noteId),
    version: row.version,
    basedOn: row.basedOn ?? row.version - 1,
    sealedFields: row.sealedFields,
    begunAt: row.begunAt ?? null,
    savedAt: row.savedAt,
    savedBy: String(row.savedBy),
    requestId: row.requestId,
  }));
}
