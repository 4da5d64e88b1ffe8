import type { ServerEvent, ServerPayload } from "@fuzhen/shared/realtime/events.ts";
import type { Actor, User } from "./actor.ts";

/** Somebody who is told things: an account, a specialist by whatever account, a guest. */
export interface Listener {
  type: "user" | "specialist" | "guest";
  id: string;
}

/** Names of Socket.IO rooms. Who is in one is decided from the database when a socket connects or joins. */
export const rooms = {
  /** Where somebody hears what is told to them, whatever page their connections show. */
  of: ({ type, id }: Listener) => `${type}:${id}`,
  user: (id: string) => `user:${id}`,
  session: (id: string) => `session:${id}`,
  specialist: (id: string) => `specialist:${id}`,
  organization: (id: string) => `organization:${id}`,
  consultation: (id: string) => `consultation:${id}`,
  call: (consultationId: string) => `call:${consultationId}`,
};

/** As whom an actor acts in what concerns a patient: staff who treat nobody are nobody there, and so is the server. */
export function listenerOf(actor: Actor | null): Listener | null {
  if (actor?.role === "patient") return { type: "user", id: actor.userId };
  if (actor?.role === "guest") return { type: "guest", id: actor.guestId };
  if (actor?.role === "specialist" && actor.specialistId !== null)
    return { type: "specialist", id: actor.specialistId };
  return null;
}

/** The rooms that a connection is in from its first moment, by whose it is. */
export function roomsOfConnection(actor: User): string[] {
  const listener = listenerOf(actor);
  return [
    ...new Set([rooms.user(actor.userId), rooms.session(actor.sessionId), ...(listener ? [rooms.of(listener)] : [])]),
  ];
}

/** One event for one room; the union keeps event and payload together. */
export type Delivery = {
  [E in ServerEvent]: {
    room: string;
    /** Those who are in this room as well do not hear it: they hear more. */
    except?: string;
    event: E;
    payload: ServerPayload<E>;
    /** Its number among what the room hears in order (room-order.ts). */
    place?: number;
    /** Builds the payload for each member separately, where it is personal (links to files). */
    payloadFor?: (actor: User) => Promise<ServerPayload<E>>;
  };
}[ServerEvent];
