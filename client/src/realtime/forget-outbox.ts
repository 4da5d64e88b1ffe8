import { onSignOut } from "../lib/session.tsx";
import { noteOutbox } from "./outbox-waits.ts";

/** IndexedDB of messages that still wait to be sent (features/consultations/chat). */
export const OUTBOX_DB = "fuzhen-outbox";

/**
 * Registered here, and not with the outbox itself, because a person may sign out on a page that never opened a
 * conversation: what they wrote must be gone then too (R69). An expired session keeps it for the same person.
 */
onSignOut((reason) => {
  if (reason !== "ended") return;
  noteOutbox(false);
  try {
    indexedDB.deleteDatabase(OUTBOX_DB);
  } catch {
    // No IndexedDB here: nothing was stored.
  }
});
