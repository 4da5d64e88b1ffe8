import type { Role } from "@fuzhen/shared/roles.ts";

const homes: Record<Role, string> = { patient: "/", specialist: "/desk", admin: "/admin", pharmacist: "/pharmacy" };

export function homeOf(role: Role): string {
  return homes[role];
}

/** Where to go after sign-in: back to what was wanted, if it lies on our own site and within the role's own tree. */
export function afterSignIn(role: Role, next: string | null): string {
  const home = homeOf(role);
  if (next === null || !/^\/(?![/\\])/.test(next)) return home;
  const ownHome = Object.values(homes).find(
    (other) => other !== "/" && (next === other || next.startsWith(`${other}/`)),
  );
  return (ownHome ?? "/") === home ? next : home;
}
