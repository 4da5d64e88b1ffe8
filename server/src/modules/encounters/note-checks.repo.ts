import type { Services } from "../../platform/context.ts";
import type { DataCheck } from "../../platform/data-check.ts";
import { SignedDocumentModel, type SignedDocumentRow } from "../../platform/documents/signed-document.model.ts";
import { documentsOf } from "../../platform/documents/signed-document.repo.ts";
import { eachRow, opens, refersTo, rowsOf } from "../../platform/row-checks.ts";
import { publicKeyOf } from "../specialists/index.ts";
import { openFields } from "./note-fields.ts";
import { noteKind, signatureHolds } from "./note-document.ts";
import { NoteVersionModel } from "./note-version.model.ts";
import { NoteModel, type NoteRow } from "./note.model.ts";
import { listVersions, toRecord, type NoteRecord, type NoteVersion } from "./note.repo.ts";

/**
 * 操作印痕 (R33): what every editing session left is kept, each upon the one before it, and the note is what the last one left, or
 * what a session that may go on has written upon that.
 */
const versions: DataCheck = {
  name: "encounters.every-version-kept",
  async run({ services, saw, broken }) {
    for await (const row of rowsOf<NoteRow>(NoteModel)) {
      const note = toRecord(row);
      const kept = await listVersions(note.id);
      saw(kept.length);
      const followed = kept.every(({ basedOn }, at) => basedOn === (kept[at - 1]?.version ?? 0));
      const last = kept.at(-1);
      const upTo = note.editing ? note.editing.basedOn : note.version;
      if (!followed || (last?.version ?? 0) !== upTo)
        broken(note.id, `version ${note.version}, kept ${kept.map(({ version }) => version).join(" ")}`);
      else if (!note.editing && !says(services, note, last))
        broken(note.id, `differs from its version ${note.version}`);
    }
  },
};

/** Whether the note says what that version does. */
const says = (services: Pick<Services, "keys">, note: NoteRecord, version: NoteVersion | undefined): boolean =>
  version !== undefined &&
  JSON.stringify(openFields(services, note)) ===
    JSON.stringify(openFields(services, { id: note.id, sealedFields: version.sealedFields }));

export const noteChecks: readonly DataCheck[] = [
  refersTo<NoteRow>("encounters.note-has-visit", NoteModel, "consultationId", "consultations"),
  refersTo<{ noteId: unknown }>("encounters.version-has-note", NoteVersionModel, "noteId", "encounter_notes"),
  // Signing and ending the visit are one transaction (R30).
  refersTo<NoteRow>("encounters.signed-note-ends-visit", NoteModel, "consultationId", "consultations", {
    from: { status: "final" },
    where: { status: "finished" },
  }),
  opens<NoteRow>("encounters.note-opens", NoteModel, (row, keys) => {
    if (!openFields({ keys }, toRecord(row))) throw new Error("seal does not hold");
  }),
  // For 15 years (R32): the signature still fits the content, and its public key is still here (R34).
  eachRow<NoteRow>("encounters.signature-holds", NoteModel, async (row, services) => {
    const note = toRecord(row);
    const document = (await documentsOf(services, noteKind.type, [note.id])).get(note.id);
    if ((note.status === "final") !== Boolean(document)) return `${note.status} but its signature says otherwise`;
    if (!document) return null;
    const publicKey = await publicKeyOf(document.signer.keyId);
    if (!publicKey) return "signed by a key that is not here";
    return signatureHolds(note, openFields(services, note), document, publicKey) ? null : "not what was signed";
  }),
  refersTo<SignedDocumentRow>("encounters.signature-has-note", SignedDocumentModel, "subjectId", "encounter_notes", {
    from: { type: noteKind.type },
  }),
  versions,
];
