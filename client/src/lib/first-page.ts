/** The history state as the router left it (`{ usr, key, idx }`), read before anything else runs. */
const state: unknown = history.state;

/**
 * The router's key of the page this document started with, also after a reload. On that page the browser places the
 * focus; only later pages move it to their title.
 */
export const firstPageKey: string =
  typeof state === "object" && state !== null && "key" in state && typeof state.key === "string"
    ? state.key
    : "default";
