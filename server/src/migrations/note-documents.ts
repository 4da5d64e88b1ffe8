import { z } from "zod";
import type { BaseServices } from "../platform/context.ts";
import { documentRow } from "../platform/documents/signed-document.repo.ts";
import { numberOf } from "../platform/documents/signed-document.ts";
import { changeRow, insertMissing, rowsOf, type RawRow } from "../platform/raw-rows.ts";

/** As earlier releases kept it in the note. */
const signatureSchema = z.object({
  keyId: z.string(),
  value: z.string(),
  contentSha256: z.string(),
  signedAt: z.date(),
  signerName: z.string(),
});
type OldSignature = z.infer<typeof signatureSchema>;

/**
 * Earlier releases kept a note's signature in the note's row. Each becomes a signed document of format 1, with a number of its own;
 * not a byte of what was signed changes, and what no longer held does not hold afterwards either. A note that it does not
 * understand stops it before anything is written.
 */
export async function noteDocuments({ keys }: BaseServices): Promise<number> {
  await requireKnown();
  let rows = 0;
  for await (const row of rowsOf("encounter_notes", { signature: { $ne: null } })) {
    const signature = signatureSchema.parse(row.signature);
    rows += await insertMissing("signed_documents", "subjectId", [documentOf({ keys }, row, signature)]);
    await changeRow("encounter_notes", row, { seen: {}, set: { status: row.status }, unset: ["signature"] });
  }
  return rows;
}

async function requireKnown(): Promise<void> {
  const strange = new Set<string>();
  for await (const { _id, status, signature } of rowsOf("encounter_notes")) {
    const isSigned = signatureSchema.safeParse(signature).success;
    if (isSigned ? status !== "final" : status !== "draft" || Boolean(signature)) strange.add(String(_id));
  }
  // Those this step had come to when it was cut off.
  for await (const { subjectId } of rowsOf("signed_documents", { type: "note" })) strange.delete(String(subjectId));
  if (strange.size > 0) throw new Error(`notes that no release made: ${[...strange].join(" ")}`);
}

function documentOf({ keys }: Pick<BaseServices, "keys">, note: RawRow, signature: OldSignature) {
  const { keyId, value, contentSha256, signedAt, signerName } = signature;
  const { consultationId, patientId, version, sealedFields } = note;
  const noteId = String(note._id);
  const fields = openFields(keys, String(sealedFields), noteId);
  return documentRow(
    { keys },
    {
      type: "note",
      formatVersion: 1,
      subjectId: noteId,
      body: fields && { noteId, consultationId: String(consultationId), patientId: String(patientId), version, fields },
      signer: { id: String(note.specialistId), name: signerName, keyId },
      time: signedAt,
      number: numberOf(value),
      contentSha256,
      signature: value,
    },
  );
}

/** Null for what somebody wrote into the database: then there is nothing that could have been signed. */
function openFields(keys: BaseServices["keys"], sealed: string, noteId: string): object | null {
  try {
    return JSON.parse(keys.open(sealed, `note:${noteId}`)) as object;
  } catch {
    return null;
  }
}
