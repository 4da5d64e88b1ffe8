import { useCallback, useState } from "react";
import { forgetUnstored, keyOf, keysOf, readDraft, writeDraft } from "./draft-store.ts";
import { forgetTyped, noteTyped, watchTyped } from "./typed-flag.ts";

export { unstored } from "./draft-store.ts";

/** Of what is typed before anybody is signed in. */
const NOBODY = "-";

let owner = NOBODY;
/** Whose page it is, also after their session has run out. */
let lastOwner: string | undefined;

/** Whose drafts are read and written from now on; called by the session alone. */
export function setDraftOwner(personId: string | undefined): void {
  owner = personId ?? NOBODY;
  if (personId === undefined) return;
  if (lastOwner !== undefined && lastOwner !== personId) forgetUnstored(lastOwner);
  lastOwner = personId;
  noteTyped(personId, hasTyped(personId));
}

/** Where a person's draft lies: what one has typed is neither shown to another nor taken from them. */
export const draftKey = (name: string, personId = owner): string => keyOf(name, personId);

/**
 * The state of a form that outlives a reload, an expired session and another person's turn at this browser. Kept in
 * sessionStorage for its owner: gone with the tab and with their sign-out, because it may be health data. `unstored` names
 * are held in memory alone. Never put a password into either. `clear` after the form was sent. `kept`: something of it was
 * there when the form was opened.
 */
export function useDraft<T extends object>(name: string, initial: T): Draft<T> {
  // Of whoever was signed in when the form was opened, for as long as it is open.
  const [personId] = useState(owner);
  const key = draftKey(name, personId);
  const [draft, setDraft] = useState(() => readDraft(key, initial));
  const [kept] = useState(() => isThere(key));
  const write = useCallback(
    (value: T | undefined) => {
      writeDraft(key, value);
      if (personId !== NOBODY) noteTyped(personId, hasTyped(personId));
    },
    [key, personId],
  );
  const change = useCallback(
    (part: Partial<T> | ((before: T) => Partial<T>)) =>
      setDraft((before) => {
        const next = { ...before, ...(typeof part === "function" ? part(before) : part) };
        write(next);
        return next;
      }),
    [write],
  );
  const clear = useCallback(() => write(undefined), [write]);
  return { draft, change, clear, kept };
}

export interface Draft<T extends object> {
  draft: T;
  change: (part: Partial<T> | ((before: T) => Partial<T>)) => void;
  clear: () => void;
  kept: boolean;
}

/** Whether a form of this name was left with something in it, by a session that ended or a page that went. */
export const isKept = (name: string): boolean => isThere(draftKey(name));

const isThere = (key: string): boolean => Object.keys(readDraft(key, {})).length > 0;

/** Drafts of this name hold a choice or a mark and nothing typed: nobody is asked about them. */
const UNTYPED = "~";
export const untyped = (name: string): string => UNTYPED + name;

/** Whether that person has typed something here that was not sent. */
export function hasTyped(personId: string): boolean {
  return keysOf(personId).some((key) => !key.startsWith(draftKey(UNTYPED, personId)) && holdsWords(readDraft(key, {})));
}

const holdsWords = (draft: object): boolean =>
  Object.entries(draft).some(([name, value]) => {
    if (name === "requestKey" || name === "version") return false;
    if (typeof value === "string") return value.trim() !== "";
    return typeof value === "number" || (Array.isArray(value) && value.length > 0);
  });

/** The person's own, and what was typed before they signed in. */
export function clearDrafts(personId: string | undefined): void {
  for (const key of [...keysOf(personId ?? NOBODY), ...keysOf(NOBODY)]) writeDraft(key, undefined);
  if (personId !== undefined) forgetTyped(personId);
}

watchTyped(() => lastOwner, hasTyped);
