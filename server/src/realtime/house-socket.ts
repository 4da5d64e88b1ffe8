import type { Server, Socket } from "socket.io";
import type { ClientToServer, ServerToClient } from "@fuzhen/shared/realtime/events.ts";
import type { Actor } from "../platform/context.ts";

/** What is known of a connection. */
export interface SocketData {
  actor: Actor;
  ip: string;
  userAgent: string;
  /** When its person was last noted as present, in milliseconds. */
  presentAt: number;
  leaving: Map<string, () => Promise<void>>;
}

export type HouseSocket = Socket<ClientToServer, ServerToClient, object, SocketData>;
export type HouseServer = Server<ClientToServer, ServerToClient, object, SocketData>;
