import { SECOND_STEP_MS } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Env } from "../../env.ts";

const after = (now: Date, ms: number) => new Date(now.getTime() + ms);

/**
 * When a session expires: when unused for a month on one's own phone or half a day at a desk (R63), and in any case
 * half a year or a day after it began (NIST SP 800-63B 7.2).
 */
export function sessionEnd(role: Role, now: Date, began: Date): Date {
  const [unused, whole] = role === "patient" ? [30 * DAY_MS, 180 * DAY_MS] : [DAY_MS / 2, DAY_MS];
  return new Date(Math.min(now.getTime() + unused, began.getTime() + whole));
}

/** A half session expires soon, and using it does not extend it. */
export const halfSessionEnd = (now: Date) => after(now, SECOND_STEP_MS);

/** When idle staff are signed out (R63); null for patients, since elders take their time (R75). */
export const idleEnd = (env: Env, role: Role, now: Date): Date | null =>
  role === "patient" ? null : after(now, env.STAFF_IDLE_MINUTES * MINUTE_MS);
