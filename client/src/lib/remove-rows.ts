/** A row of somebody's. */
export interface KeptRow {
  accountId: string;
  createdAt?: string;
}
export type IsGone = (row: KeptRow) => boolean;

/** Removes rows of an IndexedDB store without the code that fills it. Rejects where it cannot. */
export function removeRows(database: string, store: string, isGone: IsGone): Promise<void> {
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
