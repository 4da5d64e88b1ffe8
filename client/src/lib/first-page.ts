/** Whatever the router left in the history's entry (`{ usr, key, idx }`), before anything else runs. */
const state: unknown = history.state;

/**
 * The router's key of the page this document began with, also after a reload. That page's focus is the browser's own
 * affair: only pages gone to later take it to their title.
 */
export const firstPageKey: string =
  typeof state === "object" && state !== null && "key" in state && typeof state.key === "string"
    ? state.key
    : "default";
