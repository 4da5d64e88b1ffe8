import type { Role } from "../roles.ts";
import { MINUTE_MS } from "../time.ts";

/** How long a proof of who one is counts as fresh: for signing, export and changing factors (R5, R34). */
export const FRESH_MS = 10 * MINUTE_MS;
/** How long a sign-in by password waits for its second step. */
export const SECOND_STEP_MS = 10 * MINUTE_MS;

/** Steps of signing in that may still be missing in a session, in the order in which they are done. */
export const signInSteps = ["second-factor-required", "password-change-required", "second-factor-missing"] as const;
export type SignInStep = (typeof signInSteps)[number];

interface Standing {
  secondFactor?: "required" | "missing" | null;
  mustChangePassword?: boolean;
}

/** The next step of signing in for this person; null when all are done. */
export function pendingStep({ secondFactor, mustChangePassword }: Standing): SignInStep | null {
  if (secondFactor === "required") return "second-factor-required";
  if (mustChangePassword) return "password-change-required";
  return secondFactor === "missing" ? "second-factor-missing" : null;
}

/** Whether a session of this role needs a second factor, and which of the two it lacks (R63); patients need none. */
export function secondFactorState(
  role: Role,
  factorCount: number,
  secondFactorAt: Date | null,
): "required" | "missing" | null {
  if (role === "patient") return null;
  if (factorCount === 0) return "missing";
  return secondFactorAt ? null : "required";
}

/** Whether the last proof of identity is recent enough to count as fresh. */
export const isFresh = (confirmedAt: Date | null, now: Date): boolean =>
  confirmedAt !== null && now.getTime() - confirmedAt.getTime() < FRESH_MS;
