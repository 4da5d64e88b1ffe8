import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import type { SessionEnd } from "../lib/session.tsx";

type Person = Pick<Me, "role" | "secondFactor">;

const homes: Record<Role, string> = { patient: "/", specialist: "/desk", admin: "/admin", pharmacist: "/pharmacy" };

/** A half session is always sent here, whatever page was asked for (R63). */
export const SECOND_STEP = "/second-step";

export function homeOf({ role, secondFactor }: Person): string {
  return secondFactor === "required" ? SECOND_STEP : homes[role];
}

/**
 * Where to go after signing in: the page that was wanted, if it is on our own site and belongs to the role; else home.
 */
export function afterSignIn(person: Person, next: string | null): string {
  if (person.secondFactor === "required") return withNext(SECOND_STEP, next);
  const home = homes[person.role];
  if (next === null || !/^\/(?![/\\])/.test(next)) return home;
  const ownHome = Object.values(homes).find(
    (other) => other !== "/" && `${next.split("?", 1)}/`.startsWith(`${other}/`),
  );
  return (ownHome ?? "/") === home ? next : home;
}

/** Address of a sign-in page that remembers where to go in the end. */
export function withNext(path: string, next: string | null): string {
  return next === null || next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/**
 * Where somebody without a session is sent from a page: to signing in and then back to it, or home if they signed out
 * themselves.
 */
export const signInPage = (session: { end?: SessionEnd | undefined }, wanted: string | null): string =>
  session.end === "left" ? "/sign-in" : withNext("/sign-in", wanted);
