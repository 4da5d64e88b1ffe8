import { DAY_MS } from "../time.ts";

/** Days without a sign-in after which an account of staff is shown as stale (R64: no stale accounts). */
export const STALE_DAYS = 90;

/** Whether nobody has used the account for so long; one that was never used counts from when it was made. */
export const isStale = (account: { active: boolean; lastSignInAt: Date | null; createdAt: Date }, now: Date): boolean =>
  account.active && now.getTime() - (account.lastSignInAt ?? account.createdAt).getTime() > STALE_DAYS * DAY_MS;
