import { randomUUID } from "node:crypto";
import { mkdir, open, opendir, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { ReadAt } from "./sealed-object.ts";

/** An object opened for reading; it stays readable even when it is replaced or removed. */
export interface OpenBytes {
  size: number;
  readAt: ReadAt;
  close(): Promise<void>;
}

/** Stores encrypted objects by key (`ab/cd…/display-0.webp`). An S3 driver could implement the same interface. */
export interface ByteStore {
  /**
   * Atomic and durable when the promise resolves. `onlyOver`: only replaces an existing object, and answers false when
   * it was removed.
   */
  write(
    key: string,
    parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: { onlyOver: boolean },
  ): Promise<boolean>;
  open(key: string): Promise<OpenBytes | null>;
  /** An object, or everything below a folder. */
  remove(key: string): Promise<void>;
  keys(): AsyncIterable<string>;
  /** Deletes drafts of writers that were killed; a writer at work at that moment fails and tries again. */
  dropUnfinished(): Promise<void>;
}

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

export function createDiskBytes(root: string): ByteStore {
  const resolve = (key: string) => {
    if (!/^[a-z0-9][a-z0-9/_.-]*$/.test(key) || key.includes("..")) throw new Error("illegal object key");
    return path.join(root, key);
  };
  /** No key begins with a dot. */
  const unfinished = path.join(root, ".unfinished");

  async function writeDraft(draft: string, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    const file = await open(draft, "wx", 0o600);
    try {
      for await (const part of parts) await file.writeFile(part);
      // Synced before the rename, so that the object is complete even after a power loss.
      await file.sync();
    } finally {
      await file.close();
    }
  }

  return {
    async write(key, parts, { onlyOver } = { onlyOver: false }) {
      const target = resolve(key);
      const folder = path.dirname(target);
      const draft = path.join(unfinished, randomUUID());
      try {
        await writeDraft(draft, parts);
        if (!onlyOver) await mkdir(folder, { recursive: true, mode: 0o700 });
        // Removal deletes the whole folder, so this rename fails and a late writer cannot bring an object back.
        await rename(draft, target);
      } catch (error) {
        await rm(draft, { force: true });
        if (onlyOver && isMissing(error)) return false;
        throw error;
      }
      const handle = await open(folder, "r");
      await handle.sync();
      await handle.close();
      return true;
    },
    async open(key) {
      const file = await open(resolve(key), "r").catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        return null;
      });
      return file && { size: (await file.stat()).size, readAt: readerOf(file), close: () => file.close() };
    },
    remove: (key) => rm(resolve(key), { force: true, recursive: true }),
    async *keys() {
      // Nothing is there before the first object.
      const folder = await opendir(root, { recursive: true }).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      if (!folder) return;
      for await (const entry of folder)
        if (entry.isFile() && entry.parentPath !== unfinished)
          yield path.relative(root, path.join(entry.parentPath, entry.name));
    },
    dropUnfinished: () => rm(unfinished, { force: true, recursive: true }),
  };
}

const readerOf =
  (file: FileHandle): ReadAt =>
  async (position, length) => {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  };
