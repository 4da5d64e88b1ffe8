import { forgetRows } from "../lib/forget-rows.ts";
import { quietly } from "../lib/quietly.ts";
import { onSignOut } from "../lib/session.tsx";
import { waitingFlag } from "../lib/waiting-flag.ts";

/** IndexedDB of messages that still wait to be sent (features/consultations/chat). */
export const OUTBOX_DB = "fuzhen-outbox";
export const OUTBOX_STORE = "messages";
export const outboxFlag = waitingFlag("outbox");

/**
 * Registered here and not with the outbox, because a person may sign out on a page that never loaded the chat: their
 * messages must be deleted then too (R69). An expired session keeps them for the same person.
 */
onSignOut((reason, personId) => {
  if (reason !== "ended" || !outboxFlag.isUp(personId)) return;
  outboxFlag.note(personId, false);
  // Refused storage holds nothing.
  void quietly(forgetRows(OUTBOX_DB, OUTBOX_STORE, (row) => row.accountId === personId));
});
