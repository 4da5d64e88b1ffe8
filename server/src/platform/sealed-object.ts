import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { NONCE_BYTES, TAG_BYTES } from "./aes-gcm.ts";
import { inPieces, type OpenBytes, type Parts } from "./byte-store.ts";
import type { Keys } from "./keys.ts";

/*
 * How a stored object lies on disk (R67): a header, then chunks, each AES-256-GCM under a key of this object alone.
 *
 *   header  "FZO1", number of plain bytes (8), key of the object wrapped under an object key (64)
 *   chunk   ciphertext (65536 bytes, the last one fewer), tag (16)
 *
 * The nonce of a chunk is its place and whether it is the last (STREAM, Hoang et al. 2015), so chunks cannot be moved, left
 * out or cut off; the header is tied to its size and to the object's name, so no object can stand in for another. A part is
 * read by decrypting the chunks that hold it.
 */
const MAGIC = Buffer.from("FZO1");
const WRAPPED_BYTES = 64;
export const HEADER_BYTES = MAGIC.length + 8 + WRAPPED_BYTES;
const CHUNK = 65_536;
const SEALED_CHUNK = CHUNK + TAG_BYTES;

export interface ObjectHeader {
  /** Plain bytes. */
  size: number;
  key: Buffer;
  /** Number of the object key that wraps this object's key. */
  generation: number;
}

const chunksOf = (size: number) => Math.max(1, Math.ceil(size / CHUNK));
/** Bytes on disk of an object of `size` plain bytes. */
export const sealedBytes = (size: number) => HEADER_BYTES + size + chunksOf(size) * TAG_BYTES;

function nonceOf(chunk: number, size: number): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(chunk, NONCE_BYTES - 5);
  nonce[NONCE_BYTES - 1] = chunk === chunksOf(size) - 1 ? 1 : 0;
  return nonce;
}

/** The header's own fields and the context its wrapped key is bound to. */
function placeOf(name: string, size: number): { head: Buffer; bind: Buffer } {
  const head = Buffer.alloc(MAGIC.length + 8);
  MAGIC.copy(head);
  head.writeBigUInt64BE(BigInt(size), MAGIC.length);
  return { head, bind: Buffer.concat([head, Buffer.from(name)]) };
}

/** A header for an object of that name and size under the newest object key. */
export function writeHeader(keys: Keys, name: string, { size, key }: Pick<ObjectHeader, "size" | "key">): Buffer {
  const { head, bind } = placeOf(name, size);
  return Buffer.concat([head, keys.wrapObjectKey(key, bind)]);
}

/** Null when these bytes are not one of our objects; throws when the object was changed or belongs to another name. */
export function readHeader(keys: Keys, name: string, header: Buffer): ObjectHeader | null {
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const size = Number(header.readBigUInt64BE(MAGIC.length));
  const wrapped = header.subarray(MAGIC.length + 8, HEADER_BYTES);
  return { size, key: keys.unwrapObjectKey(wrapped, placeOf(name, size).bind), generation: wrapped.readUInt32BE() };
}

/** Encrypts `size` plain bytes into the stored form; throws when the source has more or fewer. */
export async function* sealObject(
  keys: Keys,
  name: string,
  { size, source }: { size: number; source: Parts },
): AsyncGenerator<Buffer> {
  const key = randomBytes(32);
  yield writeHeader(keys, name, { size, key });
  let chunk = 0;
  let sealed = 0;
  const seal = (plain: Buffer): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(chunk++, size));
    sealed += plain.length;
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  // The last chunk is named so in its nonce, so one is held back until the next has come; an empty object has one too.
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of inPieces(source, CHUNK)) {
    if (sealed + held.length + piece.length > size) throw new Error("the object is longer than announced");
    if (held.length > 0) yield seal(held);
    held = piece;
  }
  if (sealed + held.length !== size) throw new Error("the object is shorter than announced");
  yield seal(held);
}

/** Decrypts the plain bytes from `start` to `end`, both inclusive; throws at the first chunk that was changed. */
export async function* openObject(
  stored: Pick<OpenBytes, "read">,
  { size, key }: ObjectHeader,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Buffer> {
  const first = Math.floor(start / CHUNK);
  const last = Math.floor(Math.max(0, end) / CHUNK);
  const placeOfChunk = (chunk: number) => HEADER_BYTES + chunk * SEALED_CHUNK;
  const sealed = stored.read(placeOfChunk(first), Math.min(placeOfChunk(last + 1), sealedBytes(size)) - 1);
  let chunk = first;
  for await (const bytes of inPieces(sealed, SEALED_CHUNK)) {
    if (bytes.length < TAG_BYTES) break;
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(chunk, size), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    const from = chunk * CHUNK;
    yield plain.subarray(Math.max(0, start - from), end + 1 - from);
    chunk++;
  }
  if (chunk <= last) throw new Error("the object is cut short");
}
