import { randomBytes, randomInt } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import { uploadCipher } from "./upload-cipher.ts";

const key = randomBytes(32);
const through = (bytes: Buffer, offset: number) =>
  buffer(Readable.from([bytes], { objectMode: false }).pipe(uploadCipher(key, offset)));

it("gives the same bytes on disk however an upload is cut, and the plain ones back", async () => {
  const plain = randomBytes(100_000);
  const whole = await through(plain, 0);
  expect(whole.equals(plain)).toBe(false);
  for (let turn = 0; turn < 20; turn++) {
    const cut = turn < 17 ? turn : randomInt(plain.length);
    const parts = [await through(plain.subarray(0, cut), 0), await through(plain.subarray(cut), cut)];
    expect(Buffer.concat(parts).equals(whole), `cut at ${cut}`).toBe(true);
  }
  expect((await through(whole, 0)).equals(plain)).toBe(true);
});
