/** Who a signed-in person is to the house; one account has one role (product.md, "People"). */
export const roles = ["patient", "specialist", "pharmacist", "admin"] as const;
export type Role = (typeof roles)[number];

/**
 * Duties of admins, one each, so that nobody both acts and judges the acts (R64): `system` runs departments, staff and
 * schedules and sees the machine's health, `security` looks after accounts and second factors, `audit` reads the trail.
 */
export const duties = ["system", "security", "audit"] as const;
export type Duty = (typeof duties)[number];

/** Who may come in: a role, or an admin with one duty. `admin` alone is an admin of any duty. */
export type Entrant = Role | `admin:${Duty}`;

/** Who may call an endpoint or socket command at all; the record's own policy and the patient gate come after it. */
export type Who = "public" | "signed-in" | readonly Entrant[];

/** Who knocks: null is nobody signed in. `duty` is set for admins. */
export type Caller = { role: Role; duty?: Duty | null } | null;

/** True when this caller passes the door. Default is no. */
export function mayEnter(who: Who, caller: Caller): boolean {
  if (who === "public") return true;
  if (caller === null) return false;
  if (who === "signed-in" || who.includes(caller.role)) return true;
  return caller.role === "admin" && (caller.duty ? who.includes(`admin:${caller.duty}`) : false);
}
