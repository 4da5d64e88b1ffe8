import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskBytes } from "./disk-bytes.ts";
import { createKeys, type Keys } from "./keys.ts";
import { createObjectStore, type ObjectStore } from "./object-store.ts";
import { sealedBytes } from "./sealed-object.ts";

const CHUNK = 65_536;
let root: string;
let keys: Keys;
let store: ObjectStore;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "fuzhen-objects-"));
  keys = createKeys(randomBytes(32));
  store = createObjectStore(createDiskBytes(root), keys);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (key: string) => path.join(root, key);
const put = (key: string, plain: Buffer) => store.put(key, { size: plain.length, source: [plain] });
const read = (key: string, range?: { start: number; end: number }) => buffer(store.read(key, range));

describe("an object", () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])(
    "of %i bytes comes back whole",
    async (size) => {
      const plain = randomBytes(size);
      // In pieces that do not fit the chunks.
      const pieces = Array.from({ length: Math.ceil(size / 10_007) }, (_, n) =>
        plain.subarray(n * 10_007, (n + 1) * 10_007),
      );
      await store.put("a/b", { size, source: pieces });
      expect(await store.size("a/b")).toBe(size);
      expect((await read("a/b")).equals(plain)).toBe(true);
      const stored = await readFile(at("a/b"));
      expect(stored).toHaveLength(sealedBytes(size));
      // Nothing of an empty object can be found; sixteen bytes of any other are not there by chance.
      expect(stored.includes(Buffer.concat([plain.subarray(0, 16), Buffer.alloc(size < 16 ? 16 : 0)]))).toBe(false);
    },
  );

  it("gives any range of its bytes", async () => {
    const plain = randomBytes(3 * CHUNK + 100);
    await put("a/b", plain);
    for (const [start, end] of [
      [0, 0],
      [CHUNK - 1, CHUNK],
      [CHUNK, 2 * CHUNK - 1],
      [5, 3 * CHUNK + 99],
      [3 * CHUNK + 99, 3 * CHUNK + 99],
    ] as const)
      expect((await read("a/b", { start, end })).equals(plain.subarray(start, end + 1))).toBe(true);
  });

  it("is never there with fewer or more bytes than announced, and leaves nothing behind", async () => {
    await expect(store.put("a/b", { size: 11, source: [Buffer.alloc(10)] })).rejects.toThrow("shorter");
    await expect(store.put("a/b", { size: 9, source: [Buffer.alloc(10)] })).rejects.toThrow("longer");
    expect(await store.size("a/b")).toBeNull();
    expect(await readdir(at(".unfinished"))).toEqual([]);
    await expect(read("a/b")).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("a disk that was tampered with", () => {
  /** Everything that may be done to the stored bytes: each must be found out. */
  const harms: [string, (stored: Buffer) => Buffer][] = [
    ["a byte of the header", (stored) => flip(stored, 10)],
    ["a byte of the wrapped key", (stored) => flip(stored, 40)],
    ["the announced size", (stored) => flip(stored, 11)],
    ["a byte of a chunk", (stored) => flip(stored, 5000)],
    ["the last byte", (stored) => flip(stored, stored.length - 1)],
    ["a cut at a chunk's end", (stored) => stored.subarray(0, sealedBytes(2 * CHUNK))],
    ["a cut of one byte", (stored) => stored.subarray(0, -1)],
    ["bytes at the end", (stored) => Buffer.concat([stored, Buffer.alloc(1)])],
    ["two chunks exchanged", (stored) => exchange(stored)],
    ["the plain bytes themselves", () => Buffer.alloc(3 * CHUNK)],
    ["nothing at all", () => Buffer.alloc(0)],
  ];
  const flip = (stored: Buffer, place: number) => {
    const changed = Buffer.from(stored);
    changed[place] = (changed[place] ?? 0) ^ 1;
    return changed;
  };
  const exchange = (stored: Buffer) => {
    const head = sealedBytes(0) - 16;
    const chunk = CHUNK + 16;
    const [first, second] = [stored.subarray(head, head + chunk), stored.subarray(head + chunk, head + 2 * chunk)];
    return Buffer.concat([stored.subarray(0, head), second, first, stored.subarray(head + 2 * chunk)]);
  };

  it.each(harms)("is found out: %s", async (_, harm) => {
    await put("a/b", Buffer.alloc(3 * CHUNK, 7));
    await writeFile(at("a/b"), harm(await readFile(at("a/b"))));
    await expect(read("a/b")).rejects.toThrow(/was changed|authenticate/);
  });

  it("is found out: an object under another's name", async () => {
    await put("a/b", Buffer.alloc(10));
    await put("a/c", Buffer.alloc(10));
    await cp(at("a/b"), at("a/c"));
    await expect(read("a/c")).rejects.toThrow("authenticate");
    await expect(store.size("a/c")).rejects.toThrow("authenticate");
  });
});

it("names every object and nothing half written, and forgets that at a start", async () => {
  await put("aa/x/original", Buffer.alloc(1));
  await put("bb/y/original", Buffer.alloc(1));
  await writeFile(at(".unfinished/left-by-a-kill"), "x");
  const named: string[] = [];
  for await (const key of store.keys()) named.push(key);
  expect(named.toSorted()).toEqual(["aa/x/original", "bb/y/original"]);
  await store.dropUnfinished();
  expect(await readdir(root)).not.toContain(".unfinished");
  await store.remove("aa/x");
  expect(await store.size("aa/x/original")).toBeNull();
  for (const key of ["../x", "/x", ".unfinished/x", "a/../../x", "A", ""])
    await expect(put(key, Buffer.alloc(1))).rejects.toThrow("illegal");
});
