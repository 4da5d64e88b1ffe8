import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { BackupError } from "./backup-error.ts";

/**
 * Authenticated encryption of a stream of any length, read while it comes in: AES-256-GCM over chunks, each under a nonce
 * that holds its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
 * Chunks cannot be changed, swapped, left out or cut off without being noticed. A file has a key of its own, by HKDF from
 * the given one and a random salt, so that numbers as nonces never meet twice.
 *
 * File: "FZBK", version 1, salt (16), which key (8, so that a wrong one is told from damage); then chunks of 64 KiB and their tags.
 */
const MAGIC = Buffer.from("FZBK\x01", "latin1");
const SALT_BYTES = 16;
const KEY_NAME_BYTES = 8;
const HEAD_BYTES = MAGIC.length + SALT_BYTES + KEY_NAME_BYTES;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

const nameOf = (key: Buffer) =>
  createHmac("sha256", key).update("fuzhen:backup:name").digest().subarray(0, KEY_NAME_BYTES);
const fileKey = (key: Buffer, salt: Buffer) => Buffer.from(hkdfSync("sha256", key, salt, "fuzhen:backup:file", 32));

function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(chunk, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

type Bytes = AsyncIterable<Buffer>;

/**
 * Splits the input into pieces of equal size, the last one possibly shorter. A piece is yielded as the last only when
 * the input has ended; it is empty only for empty input.
 */
async function* inPieces(source: Bytes, size: number): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let waiting = Buffer.alloc(0);
  for await (const chunk of source) {
    waiting = Buffer.concat([waiting, chunk]);
    let from = 0;
    for (; waiting.length - from > size; from += size)
      yield { bytes: waiting.subarray(from, from + size), last: false };
    waiting = waiting.subarray(from);
  }
  yield { bytes: waiting, last: true };
}

/** A `pipeline` step that encrypts. */
export const sealing = (key: Buffer) =>
  async function* seal(source: Bytes): AsyncGenerator<Buffer> {
    const salt = randomBytes(SALT_BYTES);
    const head = Buffer.concat([MAGIC, salt, nameOf(key)]);
    const secret = fileKey(key, salt);
    yield head;
    let number = 0;
    for await (const { bytes, last } of inPieces(source, CHUNK_BYTES)) {
      const cipher = createCipheriv("aes-256-gcm", secret, nonceOf(number++, last)).setAAD(head);
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    }
  };

/**
 * A `pipeline` step that decrypts with whichever of the keys fits. Fails with a BackupError that says what is wrong
 * with the file; output until then is genuine but incomplete.
 */
export const opening = (keys: readonly Buffer[]) =>
  async function* open(source: Bytes): AsyncGenerator<Buffer> {
    const parts = source[Symbol.asyncIterator]();
    let start = Buffer.alloc(0);
    for (let part = await parts.next(); !part.done; part = await parts.next()) {
      start = Buffer.concat([start, part.value]);
      if (start.length >= HEAD_BYTES) break;
    }
    const head = start.subarray(0, HEAD_BYTES);
    const secret = secretOf(head, keys);
    let number = 0;
    for await (const { bytes, last } of inPieces(following(start.subarray(HEAD_BYTES), parts), CHUNK_BYTES + TAG_BYTES))
      yield openPiece(secret, head, bytes, nonceOf(number++, last));
  };

async function* following(first: Buffer, parts: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => parts };
}

function secretOf(head: Buffer, keys: readonly Buffer[]): Buffer {
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupError("this is no backup of this house");
  if (head.length < HEAD_BYTES) throw new BackupError("the backup is cut off");
  const key = keys.find((candidate) => timingSafeEqual(nameOf(candidate), head.subarray(-KEY_NAME_BYTES)));
  if (!key)
    throw new BackupError("the backup was made under another key: give the BACKUP_KEY or MASTER_KEY of that time");
  return fileKey(key, head.subarray(MAGIC.length, MAGIC.length + SALT_BYTES));
}

function openPiece(secret: Buffer, head: Buffer, bytes: Buffer, nonce: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", secret, nonce, { authTagLength: TAG_BYTES })
      .setAAD(head)
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new BackupError("the backup is damaged or cut off: its bytes are not those that were written");
  }
}
