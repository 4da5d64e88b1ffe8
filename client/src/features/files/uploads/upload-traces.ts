import { onSignOut } from "../../../lib/session.tsx";

/** Files on their way, in IndexedDB. */
export const UPLOADS_DATABASE = "fuzhen-uploads";
const FLAG = "fuzhen.uploads";

/** Notes that files wait on this phone, so that the next start knows to load the queue. */
export function noteUploads(waiting: boolean): void {
  try {
    if (waiting) localStorage.setItem(FLAG, "1");
    else localStorage.removeItem(FLAG);
  } catch {
    // Storage is refused: then nothing waits in it either.
  }
}

export function uploadsAreWaiting(): boolean {
  try {
    return localStorage.getItem(FLAG) !== null;
  } catch {
    return false;
  }
}

// Here and not in the queue, which may never have been loaded: nobody's papers stay on the phone after sign-out (R69).
onSignOut((reason) => {
  if (reason !== "ended" || !uploadsAreWaiting()) return;
  noteUploads(false);
  indexedDB.deleteDatabase(UPLOADS_DATABASE);
});
