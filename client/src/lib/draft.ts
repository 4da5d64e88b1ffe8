import { useCallback, useState } from "react";

const PREFIX = "fuzhen.draft.";
/** Of what is typed before anybody is signed in. */
const NOBODY = "-";

let owner = NOBODY;

/** Whose drafts are read and written from now on; called by the session alone. */
export function setDraftOwner(personId: string | undefined): void {
  owner = personId ?? NOBODY;
}

/** Where a person's draft lies: what one has typed is neither shown to another nor taken from them. */
export const draftKey = (name: string, personId = owner): string => `${PREFIX}${personId}.${name}`;

function readDraft<T extends object>(key: string, initial: T): T {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...initial, ...stored } : initial;
  } catch {
    return initial;
  }
}

function writeDraft(key: string, value: object | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Not stored; the form still holds it while the page is open.
  }
}

/**
 * The state of a form that outlives a reload, an expired session and another person's turn at this browser. Kept in
 * sessionStorage for its owner: gone with the tab and with their sign-out, because it may be health data. Never put a
 * password into it. `clear` after the form was sent.
 */
export function useDraft<T extends object>(
  name: string,
  initial: T,
): { draft: T; change: (part: Partial<T> | ((before: T) => Partial<T>)) => void; clear: () => void } {
  // Of whoever was signed in when the form was opened, for as long as it is open.
  const [personId] = useState(owner);
  const key = draftKey(name, personId);
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

/** Drafts of this name hold a choice or a mark and nothing typed: nobody is asked about them. */
const UNTYPED = "~";
export const untyped = (name: string): string => UNTYPED + name;

/** Whether that person has typed something here that was not sent. */
export const hasTyped = (personId: string): boolean =>
  keysOf(personId).some((key) => !key.startsWith(draftKey(UNTYPED, personId)) && holdsWords(readDraft(key, {})));

const holdsWords = (draft: object): boolean =>
  Object.entries(draft).some(([name, value]) => {
    if (name === "requestKey") return false;
    return typeof value === "string" ? value.trim() !== "" : Array.isArray(value) && value.length > 0;
  });

/** The person's own, and what was typed before they signed in. */
export function clearDrafts(personId: string | undefined): void {
  for (const key of [...keysOf(personId ?? NOBODY), ...keysOf(NOBODY)]) writeDraft(key, undefined);
}

function keysOf(personId: string): string[] {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(`${PREFIX}${personId}.`));
  } catch {
    return []; // Storage is refused: then there is nothing in it.
  }
}
