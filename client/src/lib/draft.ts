import { useCallback, useState } from "react";

const PREFIX = "fuzhen.draft.";

function readDraft<T extends object>(key: string, initial: T): T {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...initial, ...stored } : initial;
  } catch {
    return initial;
  }
}

function writeDraft(key: string, value: object | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Not stored; the form still holds it while the page is open.
  }
}

/**
 * The state of a form that outlives a reload and an expired session. Kept in sessionStorage: gone with the tab and with
 * sign-out, because it may be health data. Never put a password into it. `clear` after the form was sent.
 */
export function useDraft<T extends object>(
  key: string,
  initial: T,
): { draft: T; change: (part: Partial<T> | ((before: T) => Partial<T>)) => void; clear: () => void } {
  const [draft, setDraft] = useState(() => readDraft(key, initial));
  const change = useCallback(
    (part: Partial<T> | ((before: T) => Partial<T>)) =>
      setDraft((before) => {
        const next = { ...before, ...(typeof part === "function" ? part(before) : part) };
        writeDraft(key, next);
        return next;
      }),
    [key],
  );
  const clear = useCallback(() => writeDraft(key, undefined), [key]);
  return { draft, change, clear };
}

const OWNER_KEY = PREFIX + "owner";

/** Drafts are kept for one person. When another signs in at this tab, the first one's are gone before they look. */
export function claimDrafts(personId: string): "kept" | "taken over" {
  try {
    const owner = sessionStorage.getItem(OWNER_KEY);
    const takenOver = owner !== null && owner !== personId;
    if (takenOver) clearDrafts();
    sessionStorage.setItem(OWNER_KEY, personId);
    return takenOver ? "taken over" : "kept";
  } catch {
    return "kept";
  }
}

export function clearDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Storage is refused: then there is nothing in it.
  }
}
