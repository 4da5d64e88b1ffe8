import type { ServerEvent, ServerPayload } from "@fuzhen/shared/realtime/events.ts";
import type { TestSocket } from "./test-app.ts";

interface Heard {
  event: string;
  payload: unknown;
}

/** Writes down all that a socket hears, in order, and waits for what a test expects. */
export interface Ear {
  heard: Heard[];
  /** Names of what was heard, for asserting an order or a silence. */
  names(): string[];
  /** Payloads of one event so far. */
  all<E extends ServerEvent>(event: E): ServerPayload<E>[];
  /** The first such event, already heard or still to come; rejects after 30 s with what was heard instead. */
  first<E extends ServerEvent>(event: E, matches?: (payload: ServerPayload<E>) => boolean): Promise<ServerPayload<E>>;
  /** From here on `heard` starts anew. */
  forget(): void;
}

export function earOf(socket: TestSocket): Ear {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  socket.onAny((event: string, payload: unknown) => {
    heard.push({ event, payload });
    for (const look of waiting) look();
  });
  const all = <E extends ServerEvent>(event: E) =>
    heard.filter((one) => one.event === event).map((one) => one.payload as ServerPayload<E>);
  return {
    heard,
    names: () => heard.map(({ event }) => event),
    all,
    first: (event, matches = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = all(event).find(matches);
          if (!found) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${event} was not heard; heard: ${heard.map((one) => one.event).join(", ")}`));
        }, 30_000);
        waiting.add(look);
        look();
      }),
    forget: () => void heard.splice(0),
  };
}
