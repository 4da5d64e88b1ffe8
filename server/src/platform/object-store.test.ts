import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "../env.ts";
import { startS3Server, type S3Server } from "../../test/support/s3-server.ts";
import { ReplacedError, type ByteStore } from "./byte-store.ts";
import { createDiskBytes } from "./disk-bytes.ts";
import { createKeys, type Keys } from "./keys.ts";
import { createLogger } from "./logger.ts";
import { createObjectStore, type ObjectStore } from "./object-store.ts";
import { createS3Bytes } from "./s3-bytes.ts";
import { s3Settings } from "./s3-settings.ts";
import { sealedBytes } from "./sealed-object.ts";

const CHUNK = 65_536;
describe.each(["a folder", "a bucket"])("objects in %s", (where) => {
  let made: Made;
  let bucket: Bucket | null = null;
  let bytes: ByteStore;
  let keys: Keys;
  let store: ObjectStore;
  beforeAll(async () => {
    if (where === "a bucket") bucket = await anyBucket();
  });
  afterAll(() => bucket?.close());
  beforeEach(async () => {
    made = await startBytes(bucket);
    bytes = made.bytes;
    keys = createKeys(randomBytes(32));
    store = createObjectStore(bytes, keys);
  });
  afterEach(() => made.remove());

  const storedAt = async (key: string) => buffer((await store.stored(key))?.read ?? nothing());
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
        const stored = await storedAt("a/b");
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
      expect(await namesOf(store)).toEqual([]);
      await expect(read("a/b")).rejects.toMatchObject({ code: "ENOENT" });
    });
  });

  describe("a store that was tampered with", () => {
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
      await bytes.write("a/b", [harm(await storedAt("a/b"))]);
      await expect(read("a/b")).rejects.toThrow(/was changed|authenticate/);
    });

    it("is found out: an object under another's name", async () => {
      await put("a/b", Buffer.alloc(10));
      await put("a/c", Buffer.alloc(10));
      await bytes.write("a/c", [await storedAt("a/b")]);
      await expect(read("a/c")).rejects.toThrow("authenticate");
      await expect(store.size("a/c")).rejects.toThrow("authenticate");
    });
  });

  it("names every object, all or those of a folder, and removes a folder whole", async () => {
    await put("aa/x/original", Buffer.alloc(1));
    await put("aa/x/display-0.webp", Buffer.alloc(1));
    await put("aa/xx/original", Buffer.alloc(1));
    expect(await namesOf(store)).toEqual(["aa/x/display-0.webp", "aa/x/original", "aa/xx/original"]);
    expect(await namesOf(store, "aa/x")).toEqual(["aa/x/display-0.webp", "aa/x/original"]);
    expect(await namesOf(store, "cc")).toEqual([]);
    const behind: string[] = [];
    for await (const key of bytes.keys("aa/x", "aa/x/e")) behind.push(key);
    expect(behind).toEqual(["aa/x/original"]);
    await store.remove("aa/x");
    await store.remove("cc");
    expect(await store.size("aa/x/original")).toBeNull();
    expect(await namesOf(store)).toEqual(["aa/xx/original"]);
    for (const key of ["../x", "/x", ".unfinished/x", "a/../../x", "A", ""])
      await expect(put(key, Buffer.alloc(1))).rejects.toThrow("illegal");
  });

  it("holds an object of many megabytes, replaced as a whole", async () => {
    const [first, second] = [randomBytes(11_000_000), randomBytes(6_000_000)];
    await put("a/b", first);
    expect((await read("a/b")).equals(first)).toBe(true);
    expect(
      (await read("a/b", { start: 9_999_999, end: 10_500_000 })).equals(first.subarray(9_999_999, 10_500_001)),
    ).toBe(true);
    const broken = (async function* broken() {
      yield second;
      throw new Error("the sender is gone");
    })();
    await expect(bytes.write("a/b", broken)).rejects.toThrow("gone");
    expect((await read("a/b")).equals(first)).toBe(true);
    await put("a/b", second);
    expect((await read("a/b")).equals(second)).toBe(true);
  });

  it("writes over an object only when it is there", async () => {
    expect(await bytes.write("a/b", [Buffer.alloc(3)], { onlyOver: true })).toBe(false);
    expect(await bytes.open("a/b")).toBeNull();
    await bytes.write("a/b", [Buffer.alloc(3)]);
    expect(await bytes.write("a/b", [Buffer.alloc(4)], { onlyOver: true })).toBe(true);
    // Removed while it is rewritten.
    const slow = (async function* slow() {
      yield Buffer.alloc(5);
      await store.remove("a");
    })();
    expect(await bytes.write("a/b", slow, { onlyOver: true })).toBe(false);
    expect(await bytes.open("a/b")).toBeNull();
  });

  it("reads the version that was opened, or says that it was replaced", async () => {
    await bytes.write("a/b", [Buffer.alloc(100_000, 1)]);
    const opened = await bytes.open("a/b");
    await bytes.write("a/b", [Buffer.alloc(100_000, 2)]);
    const found = await buffer(opened?.read(50_000, 50_009) ?? nothing()).catch((error: unknown) => error);
    await opened?.close();
    expect(found).toEqual(bucket ? new ReplacedError() : Buffer.alloc(10, 1));
  });

  it("reads on when an object is rewritten between its header and its bytes", async () => {
    const plain = randomBytes(200_000);
    await put("a/b", plain);
    const stored = await storedAt("a/b");
    let rewritten = 0;
    const racing = createObjectStore(
      {
        ...bytes,
        async open(key) {
          const opened = await bytes.open(key);
          if (rewritten++ < 2) await bytes.write(key, [stored]);
          return opened;
        },
      },
      keys,
    );
    expect((await buffer(racing.read("a/b"))).equals(plain)).toBe(true);
  });
});

it("forgets at a start what a killed writer left in a folder", async () => {
  const { root, bytes, remove } = await startBytes(null);
  await bytes.write("aa/x", [Buffer.alloc(1)]);
  await writeFile(path.join(root, ".unfinished/left-by-a-kill"), "x");
  expect(await namesOf(bytes)).toEqual(["aa/x"]);
  await bytes.dropUnfinished();
  expect(await readdir(root)).toEqual(["aa"]);
  await remove();
});

const nothing = () => Readable.from([]);

async function namesOf(store: Pick<ByteStore, "keys">, folder?: string): Promise<string[]> {
  const named: string[] = [];
  for await (const key of store.keys(folder)) named.push(key);
  return named.toSorted();
}

type Bucket = Pick<S3Server, "env" | "close">;
interface Made {
  /** Of a folder; empty of a bucket. */
  root: string;
  bytes: ByteStore;
  remove(): Promise<void>;
}

/** The bucket of `S3_BUCKET` where the environment names one (any server that speaks S3), else s3rver's. */
async function anyBucket(): Promise<Bucket> {
  if (process.env.S3_BUCKET === undefined) return startS3Server();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("S3_")));
  return { env: { MASTER_KEY: "AAAA", ...env }, close: async () => undefined };
}

async function startBytes(bucket: Bucket | null): Promise<Made> {
  if (bucket === null) {
    const root = await mkdtemp(path.join(tmpdir(), "fuzhen-objects-"));
    return { root, bytes: createDiskBytes(root), remove: () => rm(root, { recursive: true, force: true }) };
  }
  const S3_PREFIX = `fuzhen-test-${randomBytes(6).toString("hex")}/`;
  const settings = s3Settings(readEnv({ NODE_ENV: "test", ...bucket.env, S3_PREFIX }));
  if (!settings) throw new Error("the settings name no bucket");
  const bytes = createS3Bytes(settings, createLogger("silent"));
  return {
    root: "",
    bytes,
    async remove() {
      for (const key of await namesOf(bytes)) await bytes.remove(key);
      bytes.close();
    },
  };
}
