import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { ReplacedError, type ByteStore, type OpenBytes, type Parts } from "./byte-store.ts";
import type { Keys } from "./keys.ts";
import { HEADER_BYTES, openObject, readHeader, sealedBytes, sealObject, writeHeader } from "./sealed-object.ts";
import type { ObjectHeader } from "./sealed-object.ts";

/** Bytes to store and how many they are. */
export interface ObjectSource {
  size: number;
  source: Parts;
}

/** Stores objects by key, encrypted, so that whoever reads the disk or bucket learns nothing (R67). */
export interface ObjectStore {
  /** Atomic and durable when the promise resolves; an existing object of that key is replaced. */
  put(key: string, object: ObjectSource): Promise<void>;
  /**
   * Bytes from `start` to `end`, both inclusive. The stream fails when the object is missing (ENOENT) or was changed.
   */
  read(key: string, range?: { start: number; end: number }): Readable;
  /** Size in plain bytes; null when there is no such object. Throws when it was changed. */
  size(key: string): Promise<number | null>;
  remove(key: string): Promise<void>;
  /** The encrypted object as stored, for backups; null when there is none. */
  stored(key: string): Promise<StoredBytes | null>;
  /** Every object there is, or those below a folder. */
  keys(folder?: string): AsyncIterable<string>;
  /**
   * Re-wraps the object's key under the newest object key; false when that is done already or the object is missing.
   */
  renewKey(key: string): Promise<boolean>;
  dropUnfinished(): Promise<void>;
}

export interface StoredBytes {
  bytes: number;
  read: Readable;
}

/** How often an object is opened again that is replaced each time before it is read. */
const TRIES = 3;

export function createObjectStore(store: ByteStore, keys: Keys): ObjectStore {
  async function openSealed(key: string): Promise<{ bytes: OpenBytes; header: ObjectHeader } | null> {
    const bytes = await store.open(key);
    if (!bytes) return null;
    try {
      const header = readHeader(keys, key, await buffer(bytes.read(0, HEADER_BYTES - 1)));
      if (!header || bytes.size !== sealedBytes(header.size)) throw new Error("the object was changed");
      return { bytes, header };
    } catch (error) {
      await bytes.close();
      throw error;
    }
  }

  async function* plain(key: string, range: { start: number; end: number } | undefined): AsyncGenerator<Buffer> {
    for (let attempt = 1; ; attempt++) {
      const found = await openSealed(key);
      if (!found) throw Object.assign(new Error("ENOENT: no such object"), { code: "ENOENT" });
      try {
        yield* openObject(found.bytes, found.header, range ?? { start: 0, end: found.header.size - 1 });
        return;
      } catch (error) {
        // Thrown before the first byte. Its new version holds the same plain bytes: objects are written once.
        if (!(error instanceof ReplacedError) || attempt === TRIES) throw error;
      } finally {
        await found.bytes.close();
      }
    }
  }

  async function headerOf(key: string): Promise<ObjectHeader | null> {
    const found = await openSealed(key);
    await found?.bytes.close();
    return found && found.header;
  }

  return {
    async put(key, object) {
      await store.write(key, sealObject(keys, key, object));
    },
    read: (key, range) => Readable.from(plain(key, range), { objectMode: false }),
    size: async (key) => (await headerOf(key))?.size ?? null,
    remove: (key) => store.remove(key),
    async stored(key) {
      const bytes = await store.open(key);
      return bytes && { bytes: bytes.size, read: Readable.from(asStored(bytes), { objectMode: false }) };
    },
    keys: (folder) => store.keys(folder),
    async renewKey(key) {
      const found = await openSealed(key);
      if (!found) return false;
      if (found.header.generation >= keys.objectGeneration()) {
        await found.bytes.close();
        return false;
      }
      // The contents stay encrypted under the object's own key and only the header changes. The whole file is
      // rewritten, because a torn header would lose it.
      const header = writeHeader(keys, key, found.header);
      return store.write(key, asStored(found.bytes, header), { onlyOver: true });
    },
    dropUnfinished: () => store.dropUnfinished(),
  };
}

/** The stored bytes, with another header if given; closes the object at the end. */
async function* asStored(bytes: OpenBytes, header?: Buffer): AsyncGenerator<Buffer> {
  try {
    if (header) yield header;
    yield* bytes.read(header?.length ?? 0, bytes.size - 1);
  } finally {
    await bytes.close();
  }
}
