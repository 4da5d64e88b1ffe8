const STORAGE_KEY = "fuzhen.known";
const ENDED = "ended:";

/**
 * What the tabs of this browser tell each other about its one session: the id of the account that is signed in, and who
 * has just signed out. Ids and nothing more; the cookie itself is hidden from scripts.
 */
export interface SessionTrace {
  /** Signed in by the last word of any tab. */
  personId: string | null;
  /** Signed out by their own hand; `null` while anybody is signed in, and where a session only ran out. */
  leftId: string | null;
}

const nothingKnown: SessionTrace = { personId: null, leftId: null };

export function readTrace(): SessionTrace {
  const value = stored();
  if (!value) return nothingKnown;
  if (value.startsWith(ENDED)) return { personId: null, leftId: value.slice(ENDED.length) };
  return /^[0-9a-f]{24}$/.test(value) ? { personId: value, leftId: null } : nothingKnown;
}

/**
 * Whether this browser may hold a session. Asking the server on a first visit would put a refusal into the console of
 * everybody who only looks.
 */
export function mayHaveSession(): boolean {
  const value = stored();
  return value === undefined || (value !== null && !value.startsWith(ENDED));
}

export const traceSignedIn = (personId: string): void => store(personId);
/** If another tab has begun somebody else's session meanwhile, that one stays noted. */
export function traceLeft(personId: string): void {
  const { personId: present } = readTrace();
  if (present === null || present === personId) store(ENDED + personId);
}

/** That person's session ran out; another's stays known too, and so does who left by their own hand. */
export function traceRanOut(personId: string | undefined): void {
  const { personId: present, leftId } = readTrace();
  if (leftId === null && (present === null || present === personId)) store(null);
}

/** Runs when another tab has written, and when this page comes back from where it heard nothing. */
export function onTrace(run: () => void): void {
  window.addEventListener("storage", (event) => {
    if (event.key === STORAGE_KEY) run();
  });
  window.addEventListener("pageshow", run);
  document.addEventListener("visibilitychange", run);
}

/** Undefined where storage is refused: only the server can tell then. */
function stored(): string | null | undefined {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return undefined;
  }
}

function store(value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, value);
  } catch {
    // The server is asked at each start then.
  }
}
