/** Role of a signed-in person; one account has one role (product.md, "People"). */
export const roles = ["patient", "specialist", "pharmacist", "admin"] as const;
export type Role = (typeof roles)[number];

/**
 * Duties of admins, one each, so that nobody acts and also judges the acts (R64): `system` manages departments,
 * specialists and schedules and sees the machine's health, `security` manages accounts and second factors, `audit`
 * reads the trail.
 */
export const duties = ["system", "security", "audit"] as const;
export type Duty = (typeof duties)[number];

/** A role, or an admin with one duty; `admin` alone is an admin of any duty. */
export type Entrant = Role | `admin:${Duty}`;

/** Who may call an endpoint or socket command at all; the record's own policy and the patient gate come after it. */
export type Who = "public" | "signed-in" | readonly Entrant[];

/** The caller; null when nobody is signed in. `duty` is set for admins. */
export type Caller = { role: Role; duty?: Duty | null } | null;

/** Whether this caller may call at all. Default is no. */
export function mayEnter(who: Who, caller: Caller): boolean {
  if (who === "public") return true;
  if (caller === null) return false;
  if (who === "signed-in" || who.includes(caller.role)) return true;
  return caller.role === "admin" && (caller.duty ? who.includes(`admin:${caller.duty}`) : false);
}
