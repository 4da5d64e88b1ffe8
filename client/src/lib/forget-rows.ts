import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { IsGone } from "./remove-rows.ts";

/** How long what one person has not sent waits for them in a browser that others use too (R69). */
export const KEPT_FOR_OTHERS_MS = 7 * DAY_MS;

/**
 * Removes rows of an IndexedDB store without the code that fills it, which may never have been loaded. Where that fails
 * the whole database goes: what belongs to somebody who has left must not stay.
 */
export async function forgetRows(database: string, store: string, isGone: IsGone): Promise<void> {
  try {
    // Most people leave nothing behind: no part of the first page's download.
    const { removeRows } = await import("./remove-rows.ts");
    await removeRows(database, store, isGone);
  } catch {
    indexedDB.deleteDatabase(database);
  }
}
