import type { Server, Socket } from "socket.io";
import type { ClientToServer, ServerToClient } from "@fuzhen/shared/realtime/events.ts";
import type { User } from "../platform/context.ts";

/** What is known of a connection. */
export interface SocketData {
  actor: User;
  ip: string;
  userAgent: string;
  /** When its person was last noted as present, in milliseconds. */
  presentAt: number;
  leaving: Map<string, () => Promise<void>>;
}

export type HouseSocket = Socket<ClientToServer, ServerToClient, object, SocketData>;
/** The one way into rooms: of a connection into its own, and of a use case into those that it has passed somebody into. */
export const enterRooms = async (socket: HouseSocket, names: readonly string[]): Promise<void> =>
  void (await socket.join([...names]));

export type HouseServer = Server<ClientToServer, ServerToClient, object, SocketData>;
