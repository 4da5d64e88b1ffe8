import { forgetRows } from "../../../lib/forget-rows.ts";
import { quietly } from "../../../lib/quietly.ts";
import { onSignOut } from "../../../lib/session.tsx";
import { waitingFlag } from "../../../lib/waiting-flag.ts";

/** Files on their way, in IndexedDB. */
export const UPLOADS_DATABASE = "fuzhen-uploads";
export const UPLOADS_STORE = "uploads";
export const uploadsFlag = waitingFlag("uploads");

// Registered here because the queue's code may never have been loaded: nobody's papers stay on the phone after sign-out
// (R69).
onSignOut((reason, personId) => {
  if (reason !== "ended" || !uploadsFlag.isUp(personId)) return;
  uploadsFlag.note(personId, false);
  // Refused storage holds nothing.
  void quietly(forgetRows(UPLOADS_DATABASE, UPLOADS_STORE, (row) => row.accountId === personId));
});
