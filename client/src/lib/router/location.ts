/** Where the browser is, as pages need it. */
export interface Location {
  /** As in the address, percent-encoded. */
  pathname: string;
  /** With its "?", or empty. */
  search: string;
  /** Of this entry of the history: "default" for the one a document began with. */
  key: string;
  /** What the page before handed on with `navigate`; stays through reload and back. */
  state: unknown;
}

/** What is kept in the history's entry. */
interface Entry {
  usr: unknown;
  key: string;
}

const isEntry = (state: unknown): state is Entry =>
  typeof state === "object" && state !== null && "key" in state && typeof state.key === "string" && "usr" in state;

export function readLocation(): Location {
  const { pathname, search } = window.location;
  const entry: unknown = window.history.state;
  return isEntry(entry)
    ? { pathname, search, key: entry.key, state: entry.usr }
    : { pathname, search, key: "default", state: null };
}

/** `to` within this site, also only a query ("?day=…"). */
export function writeLocation(to: string, { replace = false, state = null }: NavigateOptions): void {
  const { pathname, search, hash } = new URL(to, window.location.href);
  const entry: Entry = { usr: state, key: Math.random().toString(36).slice(2, 10) };
  const url = pathname + search + hash;
  if (replace) window.history.replaceState(entry, "", url);
  else window.history.pushState(entry, "", url);
}

export interface NavigateOptions {
  /** Takes the place of the entry that stands: back leads past it. */
  replace?: boolean;
  state?: unknown;
}
