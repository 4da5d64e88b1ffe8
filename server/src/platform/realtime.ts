import type {
  ClientCommand,
  CommandOutput,
  CommandParsed,
  ServerEvent,
  ServerPayload,
} from "@fuzhen/shared/realtime/events.ts";
import type { Actor, Ctx, Services } from "./context.ts";
import type { Fact, FactType } from "./outbox.ts";

/** Names of rooms. Who is in one is derived from the database when a socket connects or joins. */
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
    event: E;
    payload: ServerPayload<E>;
    /** Made anew for each who is in the room, where what they get names them (links to files do). */
    payloadFor?: (actor: Actor) => Promise<ServerPayload<E>>;
  };
}[ServerEvent];

/** A module's table: fact → audience and payload. Run after the commit; may read what the client needs to see. */
export type BroadcastTable = {
  [T in FactType]?: (fact: Fact<T>, services: Services) => Delivery[] | Promise<Delivery[]>;
};

/** The calling socket, as far as a use case may know it. */
export interface SocketPort {
  /** New for every connection. */
  id: string;
  join(room: string): Promise<void>;
  leave(room: string): Promise<void>;
  inRoom(room: string): boolean;
  /** Sockets in a room across all processes, with whose they are. */
  membersOf(room: string): Promise<{ id: string; userId: string }[]>;
  /** To all in the room but the caller; nothing is stored. */
  toOthers(delivery: Delivery): void;
  /** To one socket, if it is in the room. */
  toMember(socketId: string, delivery: Delivery): Promise<boolean>;
  /** Run once when this socket is gone or leaves the room. */
  onLeave(room: string, run: () => Promise<void>): void;
}

/** A module's socket commands: each row is a use case behind the one runner. */
export type CommandTable = {
  [C in ClientCommand]?: (ctx: Ctx, input: CommandParsed<C>, socket: SocketPort) => Promise<CommandOutput<C>>;
};
