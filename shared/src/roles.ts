/** Who a signed-in person is to the house; one account has one role (product.md, "People"). */
export const roles = ["patient", "specialist", "pharmacist", "admin"] as const;
export type Role = (typeof roles)[number];

/** Who may call an endpoint or socket command at all; the record's own policy and the patient gate come after it. */
export type Who = "public" | "signed-in" | readonly Role[];

/** True when a caller of this role (null = not signed in) passes the door. Default is no. */
export function mayEnter(who: Who, role: Role | null): boolean {
  if (who === "public") return true;
  if (role === null) return false;
  return who === "signed-in" || who.includes(role);
}
