import type {
  ClientCommand,
  CommandInput,
  CommandOutput,
  ServerEvent,
  ServerPayload,
} from "@fuzhen/shared/realtime/events.ts";
import { loadCode } from "../lib/load-code.ts";

/** The live connection as features use it: commands with acks, events, and up and down. */
export interface LiveLine {
  connected(): boolean;
  /** Rejects with ApiError (a refusal) or TypeError (no answer in time). */
  send<C extends ClientCommand>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  on<E extends ServerEvent>(event: E, handle: (payload: ServerPayload<E>) => void): () => void;
  /** Every time the connection stands again. */
  onUp(run: () => void): () => void;
  onDown(run: () => void): () => void;
}

/** Loads the connection's code with its first use: it is no part of the first page's download. */
export async function openLiveLine(): Promise<LiveLine> {
  const { liveSocket, sendCommand } = await loadCode(() => import("./socket.ts"));
  const socket = liveSocket();
  const listen = (event: string, run: (payload: never) => void): (() => void) => {
    // Socket.IO's typed `on` cannot follow a generic event name; LiveLine's own signature binds name and payload.
    const target = socket as {
      on(event: string, run: (payload: never) => void): unknown;
      off(event: string, run: (payload: never) => void): unknown;
    };
    target.on(event, run);
    return () => void target.off(event, run);
  };
  return {
    connected: () => socket.connected,
    send: (name, input) => sendCommand(name, input),
    on: listen,
    onUp: (run) => listen("connect", run),
    onDown: (run) => listen("disconnect", run),
  };
}
