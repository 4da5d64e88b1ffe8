import { DAY_MS } from "../time.ts";

/** Days without a sign-in after which an account of staff is shown as stale (R64: no stale accounts). */
export const STALE_DAYS = 90;

/** An account not used since then is stale. */
export const staleBefore = (now: Date): Date => new Date(now.getTime() - STALE_DAYS * DAY_MS);

/** Whether nobody has used the account for so long; one that was never used counts from when it was made. */
export const isStale = (account: { active: boolean; lastSignInAt: Date | null; createdAt: Date }, now: Date): boolean =>
  account.active && (account.lastSignInAt ?? account.createdAt) < staleBefore(now);

export const staffRoles = ["specialist", "pharmacist", "admin"] as const;

/** What the security admin's list can be narrowed to, and ordered by. */
export const staffAccountStates = ["active", "inactive", "stale", "no-factor"] as const;
export const staffAccountSorts = ["added", "name", "last-sign-in"] as const;

/** How long a security admin holds the duty before they count as the second person of two. */
export const DUTY_COOL_DOWN_MS = 3 * DAY_MS;
