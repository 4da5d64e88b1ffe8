const PREFIX = "fuzhen.draft.";

/** Names that begin so are held in memory: gone with the page, and with another person's sign-in at it. */
const UNSTORED = "!";
export const unstored = (name: string): string => UNSTORED + name;

/** Where a draft lies. */
export const keyOf = (name: string, personId: string): string => `${PREFIX}${personId}.${name}`;

const memory = new Map<string, string>();
const isUnstored = (key: string) => key.slice(PREFIX.length).includes(`.${UNSTORED}`);

export function readDraft<T extends object>(key: string, initial: T): T {
  try {
    const text = isUnstored(key) ? memory.get(key) : sessionStorage.getItem(key);
    const stored: unknown = JSON.parse(text ?? "null");
    return typeof stored === "object" && stored !== null ? { ...initial, ...stored } : initial;
  } catch {
    return initial;
  }
}

export function writeDraft(key: string, value: object | undefined): void {
  try {
    if (value === undefined) {
      memory.delete(key);
      sessionStorage.removeItem(key);
    } else if (isUnstored(key)) memory.set(key, JSON.stringify(value));
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Not stored; the form still holds it while the page is open.
  }
}

export function keysOf(personId: string): string[] {
  const own = (keys: Iterable<string>) => [...keys].filter((key) => key.startsWith(keyOf("", personId)));
  try {
    return [...own(memory.keys()), ...own(Object.keys(sessionStorage))];
  } catch {
    return own(memory.keys()); // Storage is refused: then there is nothing in it.
  }
}

/** What was held in memory for that person. */
export function forgetUnstored(personId: string): void {
  for (const key of keysOf(personId)) if (isUnstored(key)) memory.delete(key);
}
