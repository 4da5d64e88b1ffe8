import { isOpen } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { missingNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { insertDocument } from "../../platform/documents/signed-document.repo.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { fulfilAppointment } from "../appointments/index.ts";
import { requireStanding } from "../care-access/index.ts";
import { finishConsultation, type ConsultationRecord } from "../consultations/index.ts";
import { getSpecialist, signingKeyOf } from "../specialists/index.ts";
import { openDraft } from "./note-fields.ts";
import { noteIdsOf } from "./note-ids.ts";
import { signFields } from "./note-document.ts";
import { leftBehind } from "./note-session.ts";
import { presentNote } from "./note.present.ts";
import { findNoteOf, insertVersion, lockNote, type NoteRecord } from "./note.repo.ts";
import { requireAuthor } from "./require-author.ts";

interface SignInput {
  consultationId: string;
  expectedVersion: number;
}

/**
 * The treating specialist signs the version they see: the note is locked, the visit ends and the appointment is
 * fulfilled, all in one transaction (R30, R34). Signing again, also from two windows at once, answers the one
 * signature. Codes: note_incomplete with the empty fields, note_changed, note_signed (another version was signed),
 * visit_closed.
 */
export async function signNote(ctx: Ctx, input: SignInput): Promise<Note> {
  const visit = await requireAuthor(ctx, input.consultationId, "write-note");
  const note = await findNoteOf(visit.id);
  if (note?.status === "final") return presentNote(ctx, sameVersion(note, input));
  if (!isOpen(visit.status)) throw new AppError("visit_closed");
  if (note?.version !== input.expectedVersion) throw new AppError("note_changed");
  const signed = await lock(ctx, visit, note);
  if (signed) return presentNote(ctx, signed);
  const winner = await findNoteOf(visit.id);
  if (winner?.status !== "final") throw new AppError("note_changed");
  return presentNote(ctx, sameVersion(winner, input));
}

function sameVersion(note: NoteRecord, { expectedVersion }: SignInput): NoteRecord {
  if (note.version !== expectedVersion) throw new AppError("note_signed");
  return note;
}

/** Null when another window was faster; everything is rolled back then. */
async function lock(ctx: Ctx, visit: ConsultationRecord, note: NoteRecord): Promise<NoteRecord | null> {
  const fields = openDraft(ctx, note);
  const missing = missingNoteFields(fields);
  if (missing.length > 0) throw new AppError("note_incomplete", missing);
  const specialist = await getSpecialist(visit.specialistId);
  if (!specialist) throw new AppError("forbidden");
  const key = await signingKeyOf(ctx, specialist.id);
  const document = signFields(note, fields, { ...key, name: specialist.name, time: ctx.now() });
  return inTransaction(ctx, async () => {
    await requireStanding(ctx, visit.patientId, "write-note");
    const signed = await lockNote(note, document.time);
    if (!signed) return null;
    const left = leftBehind(note);
    if (left) await insertVersion(left);
    await insertDocument(ctx, document);
    await finishConsultation(ctx, visit.id);
    await fulfilAppointment(ctx, visit.appointmentId);
    await recordFact(ctx, {
      type: "note:signed",
      patientId: visit.patientId,
      entity: { type: "note", id: note.id },
      data: noteIdsOf(visit, signed),
    });
    return signed;
  });
}
