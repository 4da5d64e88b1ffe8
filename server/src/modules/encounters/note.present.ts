import { blankNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { documentsOf } from "../../platform/documents/signed-document.repo.ts";
import type { SignedDocument } from "../../platform/documents/signed-document.ts";
import { openFields } from "./note-fields.ts";
import { noteKind, presentSignature } from "./note-document.ts";
import type { NoteRecord } from "./note.repo.ts";

/** A note that nobody has begun. */
export const blankNote = (consultationId: string): Note => ({
  consultationId,
  ...blankNoteFields(),
  status: "draft",
  version: 0,
  updatedAt: null,
  signature: null,
});

/** The documents of those of these notes that are signed, by the notes' ids. */
export const signaturesOf = (ctx: Ctx, notes: readonly NoteRecord[]): Promise<Map<string, SignedDocument>> =>
  documentsOf(
    ctx,
    noteKind.type,
    notes.filter(({ status }) => status === "final").map(({ id }) => id),
  );

/**
 * Fields and signature as they stand in the database, the signature checked now. A broken seal shows no content. `signatures` when
 * they have been read for many.
 */
export async function presentNote(
  ctx: Ctx,
  note: NoteRecord,
  signatures?: ReadonlyMap<string, SignedDocument>,
): Promise<Note> {
  const fields = openFields(ctx, note);
  if (!fields) ctx.log.error({ requestId: ctx.requestId, noteId: note.id }, "the seal of a note does not hold");
  const document = (signatures ?? (await signaturesOf(ctx, [note]))).get(note.id);
  return {
    consultationId: note.consultationId,
    ...(fields ?? blankNoteFields()),
    status: note.status,
    version: note.version,
    updatedAt: note.updatedAt.toISOString(),
    signature: document ? await presentSignature(ctx, note, fields, document) : null,
  };
}
