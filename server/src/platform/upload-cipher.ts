import { createCipheriv } from "node:crypto";
import { Transform } from "node:stream";

const BLOCK = 16;

/**
 * AES-256-CTR from a byte offset on: an upload is written as it comes, and taken up where it stopped, without a plain byte
 * on disk (R67). The same to encrypt and to decrypt. It hides and does not protect: the key is of one upload alone, the bytes
 * are judged as what strangers send anyway, and once they are all there they go into an object that is authenticated.
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
