import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { secretKey } from "./secret-key.ts";

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** Random bytes in store, since each call for them costs as much as sealing a short text; none is given out twice. */
let store = Buffer.alloc(0);
let used = 0;
function newNonce(): Buffer {
  if (used + NONCE_BYTES > store.length) {
    store = randomBytes(256 * NONCE_BYTES);
    used = 0;
  }
  return store.subarray(used, (used += NONCE_BYTES));
}

/** AES-256-GCM (NIST SP 800-38D) under a random nonce: nonce, tag, ciphertext. `bind` must be the same to decrypt. */
export function encrypt(key: Buffer, plain: Uint8Array, bind: string | Buffer): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv("aes-256-gcm", secretKey(key), nonce).setAAD(Buffer.from(bind));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when key, bytes or `bind` differ from those used for encrypting. */
export function decrypt(key: Buffer, bytes: Buffer, bind: string | Buffer): Buffer {
  // Explicit, because OpenSSL would accept a shorter tag, which is easier to guess.
  const decipher = createDecipheriv("aes-256-gcm", secretKey(key), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(bind))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

/** Derives a separate key for each purpose (HKDF, RFC 5869). */
export const deriveKey = (master: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), `fuzhen:${purpose}`, 32));
