import { randomUUID } from "node:crypto";
import { mkdir, open, opendir, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { checkKey, type ByteStore, type Parts } from "./byte-store.ts";

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

/** A folder; a folder of its own in it holds what is being written. */
export function createDiskBytes(root: string): ByteStore {
  const resolve = (key: string) => {
    checkKey(key);
    return path.join(root, key);
  };
  /** No key begins with a dot. */
  const unfinished = path.join(root, ".unfinished");

  async function writeDraft(draft: string, parts: Parts): Promise<void> {
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
      return file && { size: (await file.stat()).size, read: readerOf(file), close: () => file.close() };
    },
    remove: (key) => rm(resolve(key), { force: true, recursive: true }),
    async *keys(below, after = "") {
      // Nothing is there before the first object.
      const folder = await opendir(below === undefined ? root : resolve(below), { recursive: true }).catch(
        (error: unknown) => {
          if (!isMissing(error)) throw error;
        },
      );
      if (!folder) return;
      for await (const entry of folder) {
        const key = path.relative(root, path.join(entry.parentPath, entry.name));
        if (entry.isFile() && entry.parentPath !== unfinished && key > after) yield key;
      }
    },
    dropUnfinished: () => rm(unfinished, { force: true, recursive: true }),
  };
}

/** Read at a time, four chunks of a sealed object. */
const COPY = 262_144;

/** A replaced or removed file is read on: its handle keeps the version that was opened. */
const readerOf = (file: FileHandle) =>
  async function* read(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at <= end;) {
      const buffer = Buffer.allocUnsafe(Math.min(COPY, end + 1 - at));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  };
