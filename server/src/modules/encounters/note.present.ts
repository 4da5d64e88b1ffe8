import { blankNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { publicKeyOf } from "../specialists/index.ts";
import { openFields } from "./note-fields.ts";
import { presentSignature, signatureHolds } from "./note-signature.ts";
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

/** Fields and signature as they stand in the database, the signature checked now. A broken seal shows no content. */
export async function presentNote(ctx: Ctx, note: NoteRecord): Promise<Note> {
  const fields = openFields(ctx, note);
  if (!fields) ctx.log.error({ requestId: ctx.requestId, noteId: note.id }, "the seal of a note does not hold");
  const { signature } = note;
  return {
    consultationId: note.consultationId,
    ...(fields ?? blankNoteFields()),
    status: note.status,
    version: note.version,
    updatedAt: note.updatedAt.toISOString(),
    signature:
      signature &&
      presentSignature(signature, signatureHolds(note, fields, signature, await publicKeyOf(signature.keyId))),
  };
}
