import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { assert, asyncProperty, integer, nat } from "fast-check";
import { describe, expect, it } from "vitest";
import { BackupError } from "./backup-error.ts";
import { opening, sealing } from "./sealed-stream.ts";

const key = randomBytes(32);
/** Chunks of odd sizes, as streams bring them. */
const inParts = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size)),
  );
const seal = (bytes: Buffer, size = 10_007) => buffer(sealing(key)(inParts(bytes, size)));
const open = (bytes: Buffer, keys = [key], size = 9973) => buffer(opening(keys)(inParts(bytes, size)));

describe("a sealed stream", () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])("gives %i bytes back", async (length) => {
    const bytes = randomBytes(length);
    const sealed = await seal(bytes);
    expect(sealed.length).toBeGreaterThan(length);
    expect((await open(sealed)).equals(bytes)).toBe(true);
    expect((await open(sealed, [randomBytes(32), key], 7)).equals(bytes)).toBe(true);
  });

  it("notices any changed bit", async () => {
    const sealed = await seal(randomBytes(150_000));
    await assert(
      asyncProperty(nat(sealed.length - 1), integer({ min: 0, max: 7 }), async (at, bit) => {
        const harmed = Buffer.from(sealed);
        harmed[at] = (harmed[at] ?? 0) ^ (1 << bit);
        await expect(open(harmed)).rejects.toBeInstanceOf(BackupError);
      }),
      { numRuns: 60 },
    );
  });

  it("notices a missing end, also at the border of a chunk, and chunks that changed places", async () => {
    const sealed = await seal(randomBytes(200_000));
    const [head, chunk] = [29, 65_552];
    for (const end of [0, 3, head - 1, head, head + chunk, head + 2 * chunk, sealed.length - 1])
      await expect(open(sealed.subarray(0, end))).rejects.toBeInstanceOf(BackupError);
    const [first, second] = [sealed.subarray(head, head + chunk), sealed.subarray(head + chunk, head + 2 * chunk)];
    const swapped = Buffer.concat([sealed.subarray(0, head), second, first, sealed.subarray(head + 2 * chunk)]);
    await expect(open(swapped)).rejects.toThrow("damaged");
    await expect(open(Buffer.concat([sealed, Buffer.from("more")]))).rejects.toThrow("damaged");
  });

  it("says that the key is another one, and what is no backup at all", async () => {
    await expect(open(await seal(randomBytes(10)), [randomBytes(32)])).rejects.toThrow("another key");
    await expect(open(Buffer.from("%PDF-1.7 and much more of it"))).rejects.toThrow("no backup");
  });
});
