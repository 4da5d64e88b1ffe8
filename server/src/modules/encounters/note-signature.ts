import type { NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { canonicalJson, sha256, signText, verifyText } from "../../platform/signing.ts";
import type { NoteRecord, SignatureRecord } from "./note.repo.ts";

/** The signed bytes: this content, of this visit, by this person, at this time. */
function signedContent(
  note: Pick<NoteRecord, "id" | "consultationId" | "patientId" | "specialistId" | "version">,
  fields: NoteFields,
  { signedAt, signerName }: Pick<SignatureRecord, "signedAt" | "signerName">,
): string {
  const { id: noteId, consultationId, patientId, specialistId, version } = note;
  return canonicalJson({
    noteId,
    consultationId,
    patientId,
    specialistId,
    version,
    fields,
    signerName,
    signedAt: signedAt.toISOString(),
  });
}

/** Ed25519 over the canonical JSON (R34: any change of content or signature shows). */
export function signFields(
  note: NoteRecord,
  fields: NoteFields,
  key: { keyId: string; privateKey: string },
  by: { signedAt: Date; signerName: string },
): SignatureRecord {
  const content = signedContent(note, fields, by);
  return { ...by, keyId: key.keyId, contentSha256: sha256(content), value: signText(key.privateKey, content) };
}

/** Whether note and signature are unchanged since signing. Answers false instead of throwing. */
export function signatureHolds(
  note: NoteRecord,
  fields: NoteFields | null,
  signature: SignatureRecord,
  publicKey: string | null,
): boolean {
  if (!fields || !publicKey) return false;
  const content = signedContent(note, fields, signature);
  return sha256(content) === signature.contentSha256 && verifyText(publicKey, content, signature.value);
}

export const presentSignature = (signature: SignatureRecord, valid: boolean): NonNullable<Note["signature"]> => ({
  algorithm: "Ed25519",
  keyId: signature.keyId,
  value: signature.value,
  contentSha256: signature.contentSha256,
  signedAt: signature.signedAt.toISOString(),
  signerName: signature.signerName,
  valid,
});
