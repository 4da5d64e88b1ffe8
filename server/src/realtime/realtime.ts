import type { IncomingMessage, Server as HttpServer } from "node:http";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import {
  clientCommands,
  type ClientCommand,
  type ClientToServer,
  type ServerToClient,
} from "@fuzhen/shared/realtime/events.ts";
import { isForeignOrigin } from "../http/origin.ts";
import type { Authenticate } from "../http/request-context.ts";
import type { Job, ServerModule } from "../modules/module.ts";
import type { Actor, Services } from "../platform/context.ts";
import type { FactConsumer } from "../platform/outbox.ts";
import { rooms, type CommandTable } from "../platform/realtime.ts";
import { describeFault, refusalOfStep } from "../platform/run-action.ts";
import { bindCommand, refuseUnknown, type HouseSocket } from "./bind-command.ts";
import { clientAddress } from "./client-address.ts";
import { createLiveSockets } from "./live-sockets.ts";
import { createPublisher } from "./publisher.ts";
import { createSessionWatch } from "./session-watch.ts";

export interface SocketData {
  actor: Actor;
  ip: string;
  userAgent: string;
  /** When its session was last found live, in milliseconds. */
  sessionSeenAt: number;
  leaving: Map<string, () => Promise<void>>;
}

const CONNECT_MS = 10_000;

/**
 * Every handshake counts for its address, also one that never says who it is; and none may come from a foreign page
 * (cross-site WebSocket hijacking), though it would lack the token.
 */
async function mayShakeHands({ env, limits }: Services, { headers, socket }: IncomingMessage): Promise<boolean> {
  const own = ["http", "https"].map((scheme) => `${scheme}://${headers.host}`);
  if (isForeignOrigin(env, headers.origin, own)) return false;
  const address = clientAddress({ address: socket.remoteAddress ?? "", headers }, env.TRUST_PROXY);
  await limits.consume("address", address);
  return true;
}

/** Socket.IO on the same port: authenticated handshakes, typed commands through the one runner, facts to rooms. */
export async function createRealtime(
  server: HttpServer,
  services: Services,
  modules: readonly ServerModule[],
  sessions: { resolve: Authenticate; again: (services: Services, actor: Actor) => Promise<Actor | null> },
) {
  const redis = services.env.REDIS_URL ? await createClient({ url: services.env.REDIS_URL }).connect() : null;
  const io = new Server<ClientToServer, ServerToClient, object, SocketData>(server, {
    maxHttpBufferSize: 256 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    serveClient: false,
    // One that opens a line and never says who it is.
    connectTimeout: CONNECT_MS,
    allowRequest: (request, answer) => {
      mayShakeHands(services, request).then(
        (may) => answer(null, may),
        () => answer(null, false),
      );
    },
    ...(redis ? { adapter: createAdapter(redis) } : {}),
  });
  const commands: CommandTable = Object.assign({}, ...modules.map((module) => module.commands ?? {}));

  const live = createLiveSockets();
  const watch = createSessionWatch(services.now, (actor) => sessions.again(services, actor));

  io.use((socket, next) => {
    const token: unknown = socket.handshake.auth.token;
    const ip = clientAddress(socket.handshake, services.env.TRUST_PROXY);
    Promise.resolve(typeof token === "string" ? sessions.resolve(services, token) : null)
      .then((actor) => {
        if (!actor) return next(new Error("unauthenticated"));
        const person: unknown = socket.handshake.auth.person;
        if (typeof person === "string" && person !== actor.userId) return next(new Error("other_person"));
        // No rooms, and nothing to hear, for who has not wholly signed in.
        const refusal = refusalOfStep(actor);
        if (refusal) return next(new Error(refusal));
        const leave = live.take(actor.userId, ip);
        if (!leave) return next(new Error("rate_limited"));
        // The line, not the socket: it ends in every case, and may end before the socket is there.
        socket.conn.once("close", leave);
        if (socket.conn.readyState !== "open") leave();
        socket.data = {
          actor,
          ip,
          userAgent: (socket.handshake.headers["user-agent"] ?? "").slice(0, 200),
          sessionSeenAt: services.now().getTime(),
          leaving: new Map(),
        };
        next();
      })
      .catch(() => next(new Error("unavailable")));
  });

  io.on("connection", (socket: HouseSocket) => {
    const { actor } = socket.data;
    const own = [rooms.user(actor.userId), rooms.session(actor.sessionId)];
    if (actor.specialistId) own.push(rooms.specialist(actor.specialistId));
    void socket.join(own);
    for (const name of Object.keys(clientCommands) as ClientCommand[])
      bindCommand(socket, services, name, { commands, watch });
    // Packets outside the table: answered when an ack was asked for, counted, never a crash.
    socket.onAny((event: unknown, ...args: unknown[]) => {
      // The protocol also allows numbers for names.
      if (typeof event === "string" && Object.hasOwn(clientCommands, event)) return;
      refuseUnknown(socket, services, event, args.at(-1)).catch((error: unknown) =>
        services.log.warn({ socketId: socket.id, error: describeFault(error) }, "unknown socket command not answered"),
      );
    });
    socket.on("disconnect", () => {
      for (const run of socket.data.leaving.values())
        run().catch(() => services.log.warn({ socketId: socket.id }, "leave not told"));
      socket.data.leaving.clear();
    });
  });

  const publish = createPublisher(io, services, modules);
  const consumer: FactConsumer = (fact) => publish(fact);
  const job: Job = {
    name: "realtime:cut-dead-sessions",
    every: "* * * * *",
    // This process's own; the others look after theirs.
    run: () => watch.cutDead(io.of("/").sockets.values()),
  };
  return {
    consumer,
    job,
    connections: () => io.of("/").sockets.size,
    async close() {
      await io.close();
      await redis?.close();
    },
  };
}
