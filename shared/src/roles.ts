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

/** A role, or an admin with one duty; `admin` alone is an admin of any duty. `guest`: whoever holds a link made for this call. */
export type Entrant = Role | `admin:${Duty}` | "guest";

/** Who may call an endpoint or socket command at all; the record's own policy and the patient gate come after it. */
export type Who = "public" | "signed-in" | readonly Entrant[];

/** The caller; null for who is nobody. `duty` is set for admins. `system` is the server itself, which no rule can name. */
export type Caller = { role: Role; duty?: Duty | null } | { role: "guest" | "system" } | null;

/** Whether this caller may call at all. Default is no: `signed-in` lets neither guests in nor the server. */
export function mayEnter(who: Who, caller: Caller): boolean {
  if (who === "public") return true;
  if (caller === null || caller.role === "system") return false;
  if (caller.role === "guest") return who !== "signed-in" && who.includes("guest");
  if (who === "signed-in" || who.includes(caller.role)) return true;
  return caller.role === "admin" && (caller.duty ? who.includes(`admin:${caller.duty}`) : false);
}
