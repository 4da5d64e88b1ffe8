const STORAGE_KEY = "fuzhen.known";

/**
 * Whether this browser may hold a session: a flag and nothing more. The cookie itself is hidden from scripts, and asking
 * the server on a first visit would put a refusal into the console of everybody who only looks.
 */
export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== null;
  } catch {
    return true; // Storage is refused: only the server can tell.
  }
}

export function traceSession(present: boolean): void {
  try {
    if (present) localStorage.setItem(STORAGE_KEY, "1");
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // The server is asked at each start then.
  }
}
