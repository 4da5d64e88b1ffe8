import { canonicalJson, sha256, signText, verifyText } from "../signing.ts";

/** Whose signature it is, by which key pair, and the name as it was then. */
export interface Signer {
  id: string;
  name: string;
  keyId: string;
}

/** What a person signs: ids and words as plain JSON, and who says so at what time. */
export interface SignedContent {
  type: string;
  formatVersion: number;
  /** Null where it can no longer be read. */
  body: object | null;
  signer: Signer;
  time: Date;
}

/** One signature (R34). `subjectId`: what was signed, a row of the slice that `type` names. */
export interface SignedDocument extends SignedContent {
  subjectId: string;
  /** Its own number, for people to quote. */
  number: string;
  /** Of the signed text. */
  contentSha256: string;
  /** Ed25519 (RFC 8032), base64url. */
  signature: string;
}

/** How one format of a kind of document is read. It stays here as long as documents in it are kept (15 years, R32). */
interface Format<Content> {
  /** What stands under the signature, as it stood when it was signed. */
  signedText: (document: SignedContent) => string;
  /** The content as the present release knows it; null where that body is none. */
  read: (document: SignedContent & { body: object }) => Content | null;
}

export interface DocumentKind<Content> {
  type: string;
  /** What is written from now on. */
  present: number;
  formats: Readonly<Record<number, Format<Content>>>;
}

/** Everything that a document says, in the canonical form of RFC 8785: the text of all formats that have no reason to differ. */
export const wholeText = ({ type, formatVersion, body, signer: { id, name, keyId }, time }: SignedContent): string =>
  canonicalJson({ type, formatVersion, body, signer: { id, name, keyId }, time: time.toISOString() });

/**
 * The number of a signature: the first 64 bits of its SHA-256, in groups that can be read out. Made of the signature, so that
 * nobody can give one signature the number of another; a unique index keeps it single.
 */
export const numberOf = (signature: string): string =>
  (sha256(signature).slice(0, 16).toUpperCase().match(/.{4}/g) ?? []).join("-");

/** Signs in the present format of the kind. Only for the signer's own use, who has just proven who they are (R34). */
export function signDocument(
  kind: DocumentKind<unknown>,
  { subjectId, body, signer, time }: Pick<SignedDocument, "subjectId" | "signer" | "time"> & { body: object },
  privateKey: string,
): SignedDocument {
  const content = { type: kind.type, formatVersion: kind.present, body, signer, time };
  const text = formatOf(kind, content).signedText(content);
  const signature = signText(privateKey, text);
  return { ...content, subjectId, number: numberOf(signature), contentSha256: sha256(text), signature };
}

/**
 * What was signed, and whether it still is: no byte of content, signer, time, number or signature has changed. Never throws: a
 * document of a format that this release does not know, or whose seal is broken, has no content and is not valid.
 */
export function readDocument<Content>(
  kind: DocumentKind<Content>,
  document: SignedDocument,
  publicKey: string | null,
): { content: Content | null; valid: boolean } {
  const format = kind.formats[document.formatVersion];
  const { body } = document;
  if (document.type !== kind.type || !format || !body) return { content: null, valid: false };
  const content = format.read({ ...document, body });
  const text = textOrNull(format, document);
  const valid =
    content !== null &&
    text !== null &&
    publicKey !== null &&
    sha256(text) === document.contentSha256 &&
    numberOf(document.signature) === document.number &&
    verifyText(publicKey, text, document.signature);
  return { content, valid };
}

function formatOf<Content>(kind: DocumentKind<Content>, { formatVersion }: SignedContent): Format<Content> {
  const format = kind.formats[formatVersion];
  if (!format) throw new Error(`${kind.type} has no format ${formatVersion}`);
  return format;
}

/** What somebody wrote into the database may have no canonical form. */
function textOrNull<Content>(format: Format<Content>, document: SignedContent): string | null {
  try {
    return format.signedText(document);
  } catch {
    return null;
  }
}
