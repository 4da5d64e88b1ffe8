import { isOpen } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import { changedNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Note, SaveNoteInput } from "@fuzhen/shared/encounters/note.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { requireStanding } from "../care-access/index.ts";
import type { ConsultationRecord } from "../consultations/index.ts";
import { codedDiagnoses, openDraft, readFields, sealFields } from "./note-fields.ts";
import { noteIdsOf } from "./note-ids.ts";
import { leftBehind, sessionOf } from "./note-session.ts";
import { presentNote } from "./note.present.ts";
import { findNoteOf, insertNote, insertVersion, saveDraft, type NoteRecord, type EditingSession } from "./note.repo.ts";
import { requireAuthor, stillAuthor } from "./require-author.ts";

/**
 * The treating specialist saves the draft over the version they saw. What each editing session leaves is kept (R33); a session is
 * one fact and one access row, however often its page saves. Saving unchanged content does nothing, so a repeated save is
 * harmless. Codes: diagnosis_unknown, note_signed, note_changed (another window saved in between), visit_closed.
 */
export async function saveNote(ctx: Ctx, input: SaveNoteInput): Promise<Note> {
  const { visit, note, session } = await enter(ctx, input);
  if (note?.status === "final") throw new AppError("note_signed");
  if (!isOpen(visit.status)) throw new AppError("visit_closed");
  const fields = { ...readFields(input), diagnoses: codedDiagnoses(input.diagnoses) };
  if (note && changedNoteFields(openDraft(ctx, note), fields).length === 0) return presentNote(ctx, note);
  if ((note?.version ?? 0) !== input.expectedVersion) throw new AppError("note_changed");
  try {
    return await presentNote(ctx, await write(ctx, visit, { seen: note, session, fields }));
  } catch (error) {
    if (duplicateKeyOf(error)) throw new AppError("note_changed");
    throw error;
  }
}

interface Entered {
  visit: ConsultationRecord;
  note: NoteRecord | null;
  /** The session of this save, one that goes on or a new one. */
  session: EditingSession;
}

/** A session passes the gate with its first save; the next ones are asked the same, without one more row of the access log. */
async function enter(ctx: Ctx, { consultationId, editingId }: SaveNoteInput): Promise<Entered> {
  const { userId } = actorOf(ctx);
  const found = await findNoteOf(consultationId);
  const session = found && sessionOf(found, { sessionId: editingId, by: userId, at: ctx.now() });
  const visit = session && (await stillAuthor(ctx, consultationId));
  if (visit) return { visit, note: found, session: { ...session, requestId: ctx.requestId } };
  const entered = await requireAuthor(ctx, consultationId, "write-note");
  const note = await findNoteOf(entered.id);
  const begun = { id: editingId ?? null, savedBy: userId, begunAt: ctx.now(), requestId: ctx.requestId };
  return { visit: entered, note, session: { ...begun, basedOn: note?.version ?? 0 } };
}

function write(
  ctx: Ctx,
  visit: ConsultationRecord,
  { seen, session, fields }: { seen: NoteRecord | null; session: EditingSession; fields: NoteFields },
): Promise<NoteRecord> {
  const id = seen?.id ?? newId();
  const sealedFields = sealFields(ctx, id, fields);
  return inTransaction(ctx, async () => {
    await requireStanding(ctx, visit.patientId, "write-note");
    const written = { sealedFields, updatedAt: ctx.now(), editing: session };
    const { patientId, specialistId } = visit;
    const saved = seen
      ? await saveDraft(seen, written)
      : await insertNote({ id, consultationId: visit.id, patientId, specialistId, ...written });
    if (!saved) throw new AppError((await findNoteOf(visit.id))?.status === "final" ? "note_signed" : "note_changed");
    // A session that goes on: it has been told, and what the one before it left is kept.
    if (seen && session.basedOn < seen.version) return saved;
    const left = seen && leftBehind(seen);
    if (left) await insertVersion(left);
    await recordFact(ctx, {
      type: "note:saved",
      patientId,
      entity: { type: "note", id },
      data: noteIdsOf(visit, saved),
    });
    return saved;
  });
}
