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
import { presentNote } from "./note.present.ts";
import { findNoteOf, insertNote, insertVersion, saveDraft, type NoteRecord } from "./note.repo.ts";
import { requireAuthor } from "./require-author.ts";

/**
 * The treating specialist saves the draft over the version they saw; every saved version is kept (R33). Saving
 * unchanged content does nothing, so a repeated save is harmless. Codes: diagnosis_unknown, note_signed, note_changed
 * (another window saved in between), visit_closed.
 */
export async function saveNote(ctx: Ctx, input: SaveNoteInput): Promise<Note> {
  const visit = await requireAuthor(ctx, input.consultationId, "write-note");
  const note = await findNoteOf(visit.id);
  if (note?.status === "final") throw new AppError("note_signed");
  if (!isOpen(visit.status)) throw new AppError("visit_closed");
  const fields = { ...readFields(input), diagnoses: codedDiagnoses(input.diagnoses) };
  if (note && changedNoteFields(openDraft(ctx, note), fields).length === 0) return presentNote(ctx, note);
  if ((note?.version ?? 0) !== input.expectedVersion) throw new AppError("note_changed");
  try {
    return await presentNote(ctx, await write(ctx, visit, note, fields));
  } catch (error) {
    if (duplicateKeyOf(error)) throw new AppError("note_changed");
    throw error;
  }
}

function write(ctx: Ctx, visit: ConsultationRecord, seen: NoteRecord | null, fields: NoteFields): Promise<NoteRecord> {
  const id = seen?.id ?? newId();
  const sealedFields = sealFields(ctx, id, fields);
  return inTransaction(ctx, async () => {
    await requireStanding(ctx, visit.patientId, "write-note");
    const savedAt = ctx.now();
    const saved = seen
      ? await saveDraft(seen, sealedFields, savedAt)
      : await insertNote({
          id,
          consultationId: visit.id,
          patientId: visit.patientId,
          specialistId: visit.specialistId,
          sealedFields,
          updatedAt: savedAt,
        });
    if (!saved) throw new AppError((await findNoteOf(visit.id))?.status === "final" ? "note_signed" : "note_changed");
    await insertVersion({
      noteId: id,
      version: saved.version,
      sealedFields,
      savedAt,
      savedBy: actorOf(ctx).userId,
      requestId: ctx.requestId,
    });
    await recordFact(ctx, {
      type: "note:saved",
      patientId: visit.patientId,
      entity: { type: "note", id },
      data: noteIdsOf(visit, saved),
    });
    return saved;
  });
}
