import { SECOND_STEP_MS } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Env } from "../../env.ts";

const after = (now: Date, ms: number) => new Date(now.getTime() + ms);

/**
 * A session dies when it was not used for this long: a month on one's own phone, half a day at a ward's desk (R63); and,
 * however much it is used, half a year or a day after it began (NIST SP 800-63B 7.2).
 */
export function sessionEnd(role: Role, now: Date, began: Date): Date {
  const [unused, whole] = role === "patient" ? [30 * DAY_MS, 180 * DAY_MS] : [DAY_MS / 2, DAY_MS];
  return new Date(Math.min(now.getTime() + unused, began.getTime() + whole));
}

/** One that waits for its second step dies soon, and using it does not prolong it. */
export const halfSessionEnd = (now: Date) => after(now, SECOND_STEP_MS);

/** Staff who do nothing until then are signed out (R63); elders take their time (R75). */
export const idleEnd = (env: Env, role: Role, now: Date): Date | null =>
  role === "patient" ? null : after(now, env.STAFF_IDLE_MINUTES * MINUTE_MS);
