import type { IncomingMessage, ServerResponse } from "node:http";
import { addressGroup } from "../platform/address-group.ts";
import type { Services } from "../platform/context.ts";
import type { HouseSocket } from "./house-socket.ts";
import { clientAddress } from "./client-address.ts";
import { createPlaces, MAX_PER_ADDRESS } from "./live-sockets.ts";

/** A line as the transport knows it, before and whatever its packets say. */
export type Line = HouseSocket["conn"];

/**
 * Packets of one line within so long before it is cut: twice what are served (the limit `socket`), so that who sends too many
 * is told so first; what comes after that listens to nobody.
 */
const MAX_PACKETS = 800;
const WINDOW_MS = 10_000;

/** False when there were too many. In one step, for a single request of the polling transport may hold thousands. */
export function createPacketCount(now: () => number, max = MAX_PACKETS, windowMs = WINDOW_MS): () => boolean {
  let since = now();
  let count = 0;
  return () => {
    const at = now();
    if (at - since >= windowMs) [since, count] = [at, 0];
    count += 1;
    return count <= max;
  };
}

/** Whom the line counts for. */
export const placeOfLine = (handshake: Parameters<typeof clientAddress>[0], { env }: Pick<Services, "env">): string =>
  addressGroup(clientAddress(handshake, env.TRUST_PROXY));

interface Engine {
  use(run: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void): void;
  on(event: "connection", run: (line: Line) => void): void;
}

/**
 * What is counted before a packet is looked at: every request of either transport by address, lines by address, packets by
 * line. A line that is refused, or floods, is cut.
 */
export function guardLines(engine: Engine, services: Services): void {
  const addresses = createPlaces(MAX_PER_ADDRESS);
  engine.use(({ socket, headers }, _response, next) => {
    const place = placeOfLine({ address: socket.remoteAddress ?? "", headers }, services);
    services.limits.consume("address", place).then(() => next(), next);
  });
  engine.on("connection", (line) => {
    const place = placeOfLine({ address: line.remoteAddress, headers: line.request.headers }, services);
    const leave = addresses.take(place);
    if (!leave) {
      line.close();
      return;
    }
    line.once("close", leave);
    const mayGoOn = createPacketCount(() => performance.now());
    let knocked = false;
    line.on("packet", ({ data }: { data?: unknown }) => {
      // Who it is, a line says once (CONNECT, Socket.IO protocol 5); here, for what is decoded has cost its work already.
      const knocks = typeof data === "string" && data.startsWith("0");
      if (mayGoOn() && !(knocks && knocked)) {
        knocked ||= knocks;
        return;
      }
      services.sums.note({}, "line that floods cut");
      line.close(true);
    });
  });
}
