import { DAY_MS } from "@fuzhen/shared/time.ts";
import { forgetRows } from "../forget-rows.ts";
import { quietly } from "../quietly.ts";
import { onSignOut } from "../session.tsx";
import { waitingFlag } from "../waiting-flag.ts";

/** IndexedDB of what a patient has read here (kept-store.ts). */
export const KEPT_DB = "fuzhen-kept";
export const KEPT_STORE = "rows";
export const keptFlag = waitingFlag("kept");

/** As long as a person is off line at most, going by a journey or a stay in hospital; afterwards it is gone (R69). */
export const KEPT_FOR_MS = 7 * DAY_MS;

/**
 * However a session ends (its owner's hand, by time, revoked from another device, another person's sign-in), the right to
 * read ends with it, and so what was kept goes. Registered apart from the store, which may never have been loaded.
 */
onSignOut((_reason, personId) => void quietly(forgetKeptOf(personId))); // Refused storage holds nothing.

async function forgetKeptOf(personId: string): Promise<void> {
  if (!keptFlag.isUp(personId)) return;
  await forgetRows(KEPT_DB, KEPT_STORE, (row) => row.accountId === personId);
  keptFlag.note(personId, false);
}

/** What others left at this device: their session was over while no page was open. */
export const forgetKeptOfOthers = (personId: string): Promise<void> =>
  forgetRows(KEPT_DB, KEPT_STORE, (row) => row.accountId !== personId);
