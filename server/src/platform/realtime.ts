import type { ClientCommand, CommandOutput, CommandParsed } from "@fuzhen/shared/realtime/events.ts";
import type { Ctx, Services, User } from "./context.ts";
import type { Delivery } from "./delivery.ts";
import type { Fact, FactType } from "./outbox.ts";

export { listenerOf, rooms, type Delivery, type Listener } from "./delivery.ts";

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
  /** The visits in whose rooms somebody is who may not be there any more; asked of many people at once. */
  ended<M extends Member>(services: Services, members: readonly M[]): Promise<EndedRoom<M>[]>;
}
/** A connection as far as rights matter. */
export interface Member {
  data: { actor: User };
  rooms: ReadonlySet<string>;
}
export interface EndedRoom<M extends Member = Member> {
  member: M;
  consultationId: string;
  rooms: string[];
}

/**
 * Rooms in which everybody hears things number after number (`place` of a delivery), whichever process has written them. Numbers
 * begin with 1, have no gaps, and each is stored before the next is written.
 */
export interface OrderedRooms {
  has(room: string): boolean;
  /** Number of the newest that is stored; 0 where there is none. */
  newestIn(room: string): Promise<number>;
  /** What is stored between two numbers, or the first of it, as it would have been told to the room. */
  between(services: Services, room: string, range: { after: number; before: number }): Promise<Delivery[]>;
}

/** The part of the calling socket that use cases may use. */
export interface SocketPort {
  /** New for every connection. */
  id: string;
  /** The one way in; what is to run when the socket is out of it again is for `onLeave`. */
  join(room: string): Promise<void>;
  leave(room: string): Promise<void>;
  inRoom(room: string): boolean;
  /** Sockets in a room across all processes, with whose they are. */
  membersOf(room: string): Promise<{ id: string; actor: User }[]>;
  /** Sends to everybody in the room but the caller; nothing is stored. */
  toOthers(delivery: Delivery): void;
  /** To everybody in the room, the caller too. */
  toAll(delivery: Delivery): void;
  /** To one socket, if it is in the room. */
  toMember(socketId: string, delivery: Delivery): Promise<boolean>;
  /** To a socket that the caller knows to be a member. False when this process knows that it is not; others are not asked. */
  toPeer(socketId: string, delivery: Delivery): boolean;
  /** The last word to one socket in the room, which is out of it then. */
  sendOff(socketId: string, delivery: Delivery): Promise<void>;
  /** Run once when this socket is gone or leaves the room. */
  onLeave(room: string, run: () => Promise<void>): void;
}

/** A module's socket commands: each row is a use case behind the one runner. */
export type CommandTable = {
  [C in ClientCommand]?: (ctx: Ctx, input: CommandParsed<C>, socket: SocketPort) => Promise<CommandOutput<C>>;
};
