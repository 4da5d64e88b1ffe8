import type {
  ClientCommand,
  CommandOutput,
  CommandParsed,
  ServerEvent,
  ServerPayload,
} from "@fuzhen/shared/realtime/events.ts";
import type { Actor, Ctx, Services } from "./context.ts";
import type { Fact, FactType } from "./outbox.ts";

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
    event: E;
    payload: ServerPayload<E>;
    /** Builds the payload for each member separately, where it is personal (links to files). */
    payloadFor?: (actor: Actor) => Promise<ServerPayload<E>>;
  };
}[ServerEvent];

/** A module's table: fact → audience and payload. Runs after the commit; may read from the database. */
export type BroadcastTable = {
  [T in FactType]?: (fact: Fact<T>, services: Services) => Delivery[] | Promise<Delivery[]>;
};

/**
 * Rooms that one stays in by a right that can end. A slice says who may stay in the rooms it lets people into, and which
 * facts may have ended it for whom.
 */
export interface RoomRights {
  /** Rooms of the people whom this fact may concern; everybody in them is asked about anew. */
  concerns: { [T in FactType]?: (fact: Fact<T>, services: Services) => string[] | Promise<string[]> };
  /** The visits whose rooms, of all these rooms, the person may not be in any more. */
  ended(services: Services, actor: Actor, roomNames: readonly string[]): Promise<EndedRoom[]>;
}
export interface EndedRoom {
  consultationId: string;
  rooms: string[];
}

/** The part of the calling socket that use cases may use. */
export interface SocketPort {
  /** New for every connection. */
  id: string;
  join(room: string): Promise<void>;
  leave(room: string): Promise<void>;
  inRoom(room: string): boolean;
  /** Sockets in a room across all processes, with whose they are. */
  membersOf(room: string): Promise<{ id: string; userId: string }[]>;
  /** Sends to everybody in the room but the caller; nothing is stored. */
  toOthers(delivery: Delivery): void;
  /** To one socket, if it is in the room. */
  toMember(socketId: string, delivery: Delivery): Promise<boolean>;
  /** The last word to one socket in the room, which is out of it then. */
  sendOff(socketId: string, delivery: Delivery): Promise<void>;
  /** Run once when this socket is gone or leaves the room. */
  onLeave(room: string, run: () => Promise<void>): void;
}

/** A module's socket commands: each row is a use case behind the one runner. */
export type CommandTable = {
  [C in ClientCommand]?: (ctx: Ctx, input: CommandParsed<C>, socket: SocketPort) => Promise<CommandOutput<C>>;
};
