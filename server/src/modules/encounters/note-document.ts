import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import type { NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { canonicalJson } from "../../platform/signing.ts";
import {
  readDocument,
  signDocument,
  wholeText,
  type DocumentKind,
  type SignedContent,
  type SignedDocument,
  type Signer,
} from "../../platform/documents/signed-document.ts";
import { publicKeyOf } from "../specialists/index.ts";
import { readFields } from "./note-fields.ts";
import type { NoteRecord } from "./note.repo.ts";

/** What a signature under a note covers: these words, of this visit and patient, by this specialist. */
interface NoteContent {
  noteId: string;
  consultationId: string;
  patientId: string;
  specialistId: string;
  version: number;
  fields: NoteFields;
}
type SignedNote = Pick<NoteRecord, "id" | "consultationId" | "patientId" | "specialistId" | "version">;

const contentOf = (note: SignedNote, fields: NoteFields): NoteContent => {
  const { id: noteId, consultationId, patientId, specialistId, version } = note;
  return { noteId, consultationId, patientId, specialistId, version, fields };
};

const bodySchema = z.object({
  noteId: idSchema,
  consultationId: idSchema,
  patientId: idSchema,
  version: z.int(),
  fields: z.looseObject({}),
});

function read({ body, signer }: SignedContent): NoteContent | null {
  const { data } = bodySchema.safeParse(body);
  return data ? { ...data, specialistId: signer.id, fields: readFields(data.fields) } : null;
}

/** JSON with the keys of its objects in order, as the first releases wrote it. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/**
 * Signed notes. 1: until November 2026, when the signature stood in the note's own row; 2: RFC 8785 over the whole document; 3: a
 * diagnosis may say the specialist's own words beside its code, which a reader of 2 would leave out.
 */
export const noteKind: DocumentKind<NoteContent> = {
  type: "note",
  present: 3,
  formats: {
    1: {
      signedText: ({ body, signer, time }) =>
        sortedJson({ ...body, specialistId: signer.id, signerName: signer.name, signedAt: time.toISOString() }),
      read,
    },
    2: { signedText: wholeText, read },
    3: { signedText: wholeText, read },
  },
};

/** Signs a note as it stands (R34). */
export function signFields(
  note: SignedNote,
  fields: NoteFields,
  { privateKey, ...by }: Omit<Signer, "id"> & { privateKey: string; time: Date },
): SignedDocument {
  const { specialistId, ...body } = contentOf(note, fields);
  const signer = { id: specialistId, name: by.name, keyId: by.keyId };
  return signDocument(noteKind, { subjectId: note.id, body, signer, time: by.time }, privateKey);
}

/** Whether the note says what was signed, and that is unchanged. Answers false instead of throwing. */
export function signatureHolds(
  note: SignedNote,
  fields: NoteFields | null,
  document: SignedDocument,
  publicKey: string | null,
): boolean {
  const { content, valid } = readDocument(noteKind, document, publicKey);
  return valid && fields !== null && canonicalJson(content) === canonicalJson(contentOf(note, fields));
}

/** The signature, checked now. */
export async function presentSignature(
  ctx: Pick<Ctx, "keys">,
  note: SignedNote,
  fields: NoteFields | null,
  document: SignedDocument,
): Promise<NonNullable<Note["signature"]>> {
  const { signer, time, number, contentSha256, signature } = document;
  return {
    number,
    algorithm: "Ed25519",
    keyId: signer.keyId,
    value: signature,
    contentSha256,
    signedAt: time.toISOString(),
    signerName: signer.name,
    valid: signatureHolds(note, fields, document, await publicKeyOf(signer.keyId)),
  };
}
