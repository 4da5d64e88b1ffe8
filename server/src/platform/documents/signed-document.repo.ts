import type { Services } from "../context.ts";
import { Types } from "../database.ts";
import { SignedDocumentModel, type SignedDocumentRow } from "./signed-document.model.ts";
import type { SignedDocument } from "./signed-document.ts";

type Keys = Pick<Services, "keys">;

/** Seal context of a body: copied to the row of another document it does not open. */
const sealPlace = (type: string, subjectId: string) => `document:${type}:${subjectId}`;

/** The row of a document, also for those that write past the model. */
export function documentRow({ keys }: Keys, { body, subjectId, signer, ...document }: SignedDocument) {
  return {
    ...document,
    subjectId: new Types.ObjectId(subjectId),
    signer: { ...signer, id: new Types.ObjectId(signer.id) },
    sealedBody: keys.seal(JSON.stringify(body), sealPlace(document.type, subjectId)),
  };
}

function toDocument({ keys }: Keys, row: SignedDocumentRow): SignedDocument {
  const { type, formatVersion, time, number, contentSha256, signature, sealedBody } = row;
  const subjectId = String(row.subjectId);
  const signer = { id: String(row.signer.id), name: row.signer.name, keyId: row.signer.keyId };
  const body = openBody(keys, sealedBody, sealPlace(type, subjectId));
  return { type, formatVersion, time, number, contentSha256, signature, subjectId, signer, body };
}

/** Null for what somebody wrote into the database. */
function openBody(keys: Services["keys"], sealed: string, place: string): object | null {
  try {
    const body: unknown = JSON.parse(keys.open(sealed, place));
    return typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}

/** Throws a duplicate key when its subject has been signed already. */
export async function insertDocument(services: Keys, document: SignedDocument): Promise<void> {
  await SignedDocumentModel.create([documentRow(services, document)]);
}

/** Of these subjects those that are signed, by their ids. */
export async function documentsOf(
  services: Keys,
  type: string,
  subjectIds: readonly string[],
): Promise<Map<string, SignedDocument>> {
  const rows = await SignedDocumentModel.find({ type, subjectId: { $in: subjectIds } })
    .limit(subjectIds.length)
    .lean();
  return new Map(rows.map((row) => [String(row.subjectId), toDocument(services, row)]));
}
