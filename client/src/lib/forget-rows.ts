import { DAY_MS } from "@fuzhen/shared/time.ts";

/** How long what one person has not sent waits for them in a browser that others use too (R69). */
export const KEPT_FOR_OTHERS_MS = 7 * DAY_MS;

/** A row of somebody's. */
interface KeptRow {
  accountId: string;
  createdAt?: string;
}
type IsGone = (row: KeptRow) => boolean;

/**
 * Removes rows of an IndexedDB store without the code that fills it, which may never have been loaded. Where that fails
 * the whole database goes: what belongs to somebody who has left must not stay.
 */
export async function forgetRows(database: string, store: string, isGone: IsGone): Promise<void> {
  try {
    await removeRows(database, store, isGone);
  } catch {
    indexedDB.deleteDatabase(database);
  }
}

function removeRows(database: string, store: string, isGone: IsGone): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database);
    // There is none: it must not come into being here, without its stores.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.addEventListener("error", () => (opening.error?.name === "AbortError" ? resolve() : reject(opening.error)));
    opening.onsuccess = () => {
      const db = opening.result;
      db.onversionchange = () => db.close();
      const change = db.transaction(store, "readwrite");
      const walk = change.objectStore(store).openCursor();
      walk.onsuccess = () => {
        const cursor = walk.result;
        if (!cursor) return;
        if (isGone(cursor.value as KeptRow)) cursor.delete();
        cursor.continue();
      };
      change.oncomplete = () => {
        db.close();
        resolve();
      };
      change.addEventListener("abort", () => {
        db.close();
        reject(change.error);
      });
    };
  });
}
