import { createCipheriv } from "node:crypto";
import { Transform } from "node:stream";

const BLOCK = 16;

/**
 * AES-256-CTR starting at a byte offset, the same for encrypting and decrypting: an upload is written as it arrives and
 * resumed where it stopped, without a plain byte on disk (R67). It hides but does not authenticate. That suffices: each
 * upload has its own key, its bytes are treated as hostile anyway, and once complete they move into an authenticated
 * object.
 */
export function uploadCipher(key: Buffer, offset: number): Transform {
  const counter = Buffer.alloc(BLOCK);
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / BLOCK)), BLOCK - 8);
  const cipher = createCipheriv("aes-256-ctr", key, counter);
  cipher.update(Buffer.alloc(offset % BLOCK));
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, cipher.update(chunk));
    },
  });
}
