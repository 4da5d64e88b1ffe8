import { useCallback, useEffect, useRef, useState } from "react";
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
 * there when the form was opened. Kept is what differs from `initial`: what a person has changed, or `give` put there.
 */
export function useDraft<T extends object>(name: string, initial: T): Draft<T> {
  // Of whoever was signed in when the form was opened, for as long as it is open.
  const [personId] = useState(owner);
  const key = draftKey(name, personId);
  const [{ draft }, setState] = useState(() => {
    const { given: before = {}, ...stored } = readKept(key);
    return { draft: { ...initial, ...stored }, given: before };
  });
  const [kept] = useState(() => isThere(key));
  const began = useRef(initial);
  useEffect(() => {
    began.current = initial;
  });
  const write = useCallback(
    (value: object | undefined) => {
      writeDraft(key, value);
      if (personId !== NOBODY) noteTyped(personId, hasTyped(personId));
    },
    [key, personId],
  );
  const put = useCallback(
    (part: Part<T>, isGiven: boolean) =>
      setState((before) => {
        const news = typeof part === "function" ? part(before.draft) : part;
        const next = {
          draft: { ...before.draft, ...news },
          given: isGiven ? { ...before.given, ...news } : before.given,
        };
        const changed = differing(next.draft, began.current);
        write(changed && { ...changed, ...(Object.keys(next.given).length > 0 && { given: next.given }) });
        return next;
      }),
    [write],
  );
  const change = useCallback((part: Part<T>) => put(part, false), [put]);
  const give = useCallback((part: Part<T>) => put(part, true), [put]);
  const clear = useCallback(() => write(undefined), [write]);
  return { draft, change, give, clear, kept };
}

type Part<T> = Partial<T> | ((before: T) => Partial<T>);

export interface Draft<T extends object> {
  draft: T;
  change: (part: Part<T>) => void;
  /** Fills fields for the person: as long as they hold just that, nothing was typed. */
  give: (part: Part<T>) => void;
  clear: () => void;
  kept: boolean;
}

/** Whether a form of this name was left with something in it, by a session that ended or a page that went. */
export const isKept = (name: string): boolean => isThere(draftKey(name));

/** What lies there; of the fields under `given` those values were filled in for the person. */
const readKept = (key: string): { given?: object } => readDraft<{ given?: object }>(key, {});

/** Go with what was changed, and are no change themselves. */
const MARKS = new Set(["requestKey", "version"]);

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const fieldOf = (of: object, name: string): unknown => (of as Record<string, unknown>)[name];

/** The fields that are not as they began, and the marks; undefined when all are as they began. */
function differing(draft: object, began: object): object | undefined {
  const changed = Object.entries(draft).filter(
    ([name, value]) => MARKS.has(name) || !same(value, fieldOf(began, name)),
  );
  return changed.every(([name]) => MARKS.has(name)) ? undefined : Object.fromEntries(changed);
}

const isThere = (key: string): boolean => Object.keys(readDraft(key, {})).length > 0;

/** Drafts of this name hold a choice or a mark and nothing typed: nobody is asked about them. */
const UNTYPED = "~";
export const untyped = (name: string): string => UNTYPED + name;

/** Whether that person has typed something here that was not sent. */
export function hasTyped(personId: string): boolean {
  return keysOf(personId).some((key) => !key.startsWith(draftKey(UNTYPED, personId)) && holdsWords(readKept(key)));
}

const holdsWords = ({ given = {}, ...draft }: { given?: object }): boolean =>
  Object.entries(draft).some(([name, value]) => {
    if (MARKS.has(name) || same(value, fieldOf(given, name))) return false;
    if (typeof value === "string") return value.trim() !== "";
    return typeof value === "number" || (Array.isArray(value) && value.length > 0);
  });

/** The person's own, and what was typed before they signed in. */
export function clearDrafts(personId: string | undefined): void {
  for (const key of [...keysOf(personId ?? NOBODY), ...keysOf(NOBODY)]) writeDraft(key, undefined);
  if (personId !== undefined) forgetTyped(personId);
}

watchTyped(() => lastOwner, hasTyped);
