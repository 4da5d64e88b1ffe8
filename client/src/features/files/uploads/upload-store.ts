import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { StoredUpload } from "./upload-item.ts";
import { UPLOADS_DATABASE } from "./upload-traces.ts";

/** Where files wait until the server has them. */
export interface UploadStore {
  all(): Promise<StoredUpload[]>;
  put(upload: StoredUpload): Promise<void>;
  setUrl(key: string, url: string): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

interface Schema extends DBSchema {
  uploads: { key: string; value: StoredUpload };
}

/** Stored by the browser, surviving reloads and restarts. Rejects where storage is refused (some private windows). */
export function createBrowserStore(): UploadStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () => {
    opened ??= openDB<Schema>(UPLOADS_DATABASE, 1, {
      upgrade: (db) => void db.createObjectStore("uploads", { keyPath: "key" }),
      // Signing out deletes the database, here or in another tab; holding on to it would stop that.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        opened = undefined;
      },
    });
    opened.catch(() => (opened = undefined));
    return opened;
  };
  return {
    all: async () => (await database()).getAll("uploads"),
    put: async (upload) => void (await (await database()).put("uploads", upload)),
    async setUrl(key, url) {
      const transaction = (await database()).transaction("uploads", "readwrite");
      const upload = await transaction.store.get(key);
      // It was removed in the meantime and must not come back.
      if (upload) await transaction.store.put({ ...upload, url });
      await transaction.done;
    },
    async remove(keys) {
      const transaction = (await database()).transaction("uploads", "readwrite");
      await Promise.all(keys.map((key) => transaction.store.delete(key)));
      await transaction.done;
    },
  };
}

/** For tests, and where the browser refuses storage: lasts as long as the page. */
export function createMemoryStore(kept = new Map<string, StoredUpload>()): UploadStore {
  return {
    all: async () => [...kept.values()],
    put: async (upload) => void kept.set(upload.key, upload),
    async setUrl(key, url) {
      const upload = kept.get(key);
      if (upload) kept.set(key, { ...upload, url });
    },
    remove: async (keys) => keys.forEach((key) => kept.delete(key)),
  };
}
