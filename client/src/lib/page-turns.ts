import { useSyncExternalStore } from "react";

/** Quarter turns, clockwise. */
export type QuarterTurns = 0 | 1 | 2 | 3;

const STORAGE_KEY = "fuzhen.page-turns";
/** Pages kept on a device; the one turned longest ago goes first. */
const MOST = 500;

const isQuarter = (value: unknown): value is QuarterTurns => value === 0 || value === 1 || value === 2 || value === 3;

function read(): Map<string, QuarterTurns> {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "[]");
    if (!Array.isArray(rows)) return new Map();
    return new Map(
      rows.flatMap((row: unknown) => {
        if (!Array.isArray(row)) return [];
        const [page, turns]: unknown[] = row;
        return typeof page === "string" && isQuarter(turns) ? [[page, turns] as const] : [];
      }),
    );
  } catch {
    // Storage may be refused, or hold what is not ours: pages then stand as they came.
    return new Map();
  }
}

let turnsOf = read();
const listeners = new Set<() => void>();

/** Pages that were turned on this device stay turned: ids and numbers are kept, nothing of what they show. */
export function turnPage(page: string, turns: QuarterTurns): void {
  const next = new Map(turnsOf);
  next.delete(page);
  if (turns !== 0) next.set(page, turns);
  turnsOf = new Map([...next].slice(-MOST));
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([...turnsOf]));
  } catch {
    // Not stored, still turned.
  }
  for (const listener of listeners) listener();
}

export const turnedOnce = (turns: QuarterTurns): QuarterTurns => ([1, 2, 3, 0] as const)[turns];

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How a page stands; wherever it is shown, it turns with the others. */
export const usePageTurns = (page: string): QuarterTurns =>
  useSyncExternalStore(subscribe, () => turnsOf.get(page) ?? 0);
