import type { Duty, Role } from "@fuzhen/shared/roles.ts";

/** Somebody who is signed in, as proven by a live session. */
export interface User {
  userId: string;
  sessionId: string;
  role: Role;
  /** Organisation of staff; null for patients. */
  organizationId: string | null;
  /** Set for specialists. */
  specialistId: string | null;
  /** The password is still the one an admin chose, so the person may be somebody else (R5). */
  mustChangePassword?: boolean;
  /** Set for admins (R64). */
  duty?: Duty | null;
  /** `required`: the second step of this sign-in is still to come; `missing`: staff who have set none up (R63). */
  secondFactor?: "required" | "missing" | null;
  /** When the person last proved again who they are in this session. */
  confirmedAt?: Date | null;
}

/** Somebody who is not signed in and holds a link that was made for one purpose: they may do what names guests, and nothing else. */
export interface Guest {
  role: "guest";
  guestId: string;
  organizationId: null;
  specialistId: null;
}

/** The server itself, in work that no person has asked for. It calls use cases, and no endpoint lets it in. */
export interface System {
  role: "system";
  /** Which work: a job, a command, a consumer of facts. */
  work: string;
  organizationId: null;
  specialistId: null;
}

/** Who acts. Told apart by `role`, so that whatever compares roles denies those it does not name. */
export type Actor = User | Guest | System;

export const isUser = (actor: Actor | null): actor is User =>
  actor !== null && actor.role !== "guest" && actor.role !== "system";

/** The user behind an act; null for what guests and the server do. */
export const userBehind = (actor: Actor | null): User | null => (isUser(actor) ? actor : null);

/** The ids of an actor, for the log: none of the server's. */
export const idOf = (actor: Actor | null): string | undefined =>
  isUser(actor) ? actor.userId : actor?.role === "guest" ? actor.guestId : undefined;
