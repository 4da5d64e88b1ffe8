import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";

/** Keeps blobs by key (`ab/cd…/display-0.webp`). Local disk by default; an S3 driver fits the same interface. */
export interface ObjectStore {
  /** Moves a finished local file in; durable when the promise resolves. */
  putFile(key: string, localPath: string): Promise<void>;
  read(key: string, range?: { start: number; end: number }): Readable;
  /** Bytes, or null when there is no such object. */
  size(key: string): Promise<number | null>;
  remove(key: string): Promise<void>;
  /** An object as it lies there, for a copy of the whole; null when there is none. */
  stored(key: string): Promise<StoredBytes | null>;
  /** Puts an object from such a copy in; durable when the promise resolves. */
  putStored(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Every object there is. */
  keys(): AsyncIterable<string>;
  /** A path for libraries that read files themselves. */
  localPath(key: string): string;
}

export interface StoredBytes {
  bytes: number;
  read: Readable;
}

export function createDiskStore(root: string): ObjectStore {
  const resolve = (key: string) => {
    if (!/^[a-z0-9][a-z0-9/_.-]*$/.test(key) || key.includes("..")) throw new Error("illegal object key");
    return path.join(root, key);
  };
  return {
    async putFile(key, localPath) {
      const target = resolve(key);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      // Synced before the rename: after it the object exists whole or not at all, also across power loss.
      const source = await open(localPath, "r+");
      await source.sync();
      await source.close();
      await rename(localPath, target).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== "EXDEV") throw error;
        const copy = await open(`${target}.part`, "w", 0o600);
        await pipeline(createReadStream(localPath), copy.createWriteStream({ flush: true }));
        await rename(`${target}.part`, target);
        await rm(localPath, { force: true });
      });
      const folder = await open(path.dirname(target), "r");
      await folder.sync();
      await folder.close();
    },
    read: (key, range) => createReadStream(resolve(key), range),
    size: (key) =>
      stat(resolve(key)).then(
        (info) => info.size,
        () => null,
      ),
    remove: (key) => rm(resolve(key), { force: true, recursive: true }),
    async stored(key) {
      const file = await open(resolve(key), "r").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        return null;
      });
      // The open file keeps its bytes, whatever is removed meanwhile.
      return file && { bytes: (await file.stat()).size, read: file.createReadStream() };
    },
    async putStored(key, bytes) {
      const target = resolve(key);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await pipeline(bytes, createWriteStream(target, { mode: 0o600, flush: true }));
    },
    async *keys() {
      // Nothing is there before the first object.
      const folder = await opendir(root, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
      if (!folder) return;
      for await (const entry of folder)
        if (entry.isFile()) yield path.relative(root, path.join(entry.parentPath, entry.name));
    },
    localPath: resolve,
  };
}
