import type { ServerEvent, ServerPayload } from "@fuzhen/shared/realtime/events.ts";
import type { Actor } from "./actor.ts";

/** Names of Socket.IO rooms. Who is in one is decided from the database when a socket connects or joins. */
export const rooms = {
  user: (id: string) => `user:${id}`,
  session: (id: string) => `session:${id}`,
  specialist: (id: string) => `specialist:${id}`,
  organization: (id: string) => `organization:${id}`,
  consultation: (id: string) => `consultation:${id}`,
  call: (consultationId: string) => `call:${consultationId}`,
};

/** One event for one room; the union keeps event and payload together. */
export type Delivery = {
  [E in ServerEvent]: {
    room: string;
    /** Those who are in this room as well do not hear it: they hear more. */
    except?: string;
    event: E;
    payload: ServerPayload<E>;
    /** Builds the payload for each member separately, where it is personal (links to files). */
    payloadFor?: (actor: Actor) => Promise<ServerPayload<E>>;
  };
}[ServerEvent];
