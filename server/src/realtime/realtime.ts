import type { IncomingMessage, Server as HttpServer } from "node:http";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Server } from "socket.io";
import {
  clientCommands,
  type ClientCommand,
  type ClientToServer,
  type ServerToClient,
} from "@fuzhen/shared/realtime/events.ts";
import { isForeignOrigin } from "../http/origin.ts";
import type { Sessions } from "../http/request-context.ts";
import type { Job, ServerModule } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import type { FactConsumer } from "../platform/outbox.ts";
import { roomsOfConnection } from "../platform/delivery.ts";
import type { CommandTable } from "../platform/realtime.ts";
import { describeFault } from "../platform/describe-fault.ts";
import { connectRedis } from "../platform/redis.ts";
import { bindCommand, refuseUnknown } from "./bind-command.ts";
import { enterRooms, type HouseSocket, type SocketData } from "./house-socket.ts";
import { createAdmission } from "./admission.ts";
import { guardLines } from "./line-guard.ts";
import { createEndings } from "./endings.ts";
import { createEvictions } from "./evictions.ts";
import { createPublisher } from "./publisher.ts";
import { createSessionWatch } from "./session-watch.ts";

const CONNECT_MS = 10_000;

/** None may come from a foreign page (cross-site WebSocket hijacking), though it would lack the token. */
function mayShakeHands({ env }: Services, { headers }: IncomingMessage): boolean {
  const own = ["http", "https"].map((scheme) => `${scheme}://${headers.host}`);
  return !isForeignOrigin(env, headers.origin, own);
}

/** Socket.IO on the same port: authenticated handshakes, typed commands through the one runner, facts to rooms. */
export async function createRealtime(
  server: HttpServer,
  services: Services,
  modules: readonly ServerModule[],
  sessions: Sessions,
) {
  const redis = services.env.REDIS_URL ? await connectRedis(services.env.REDIS_URL, services.log) : null;
  const io = new Server<ClientToServer, ServerToClient, object, SocketData>(server, {
    maxHttpBufferSize: 256 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    serveClient: false,
    // Closes a connection that never authenticates.
    connectTimeout: CONNECT_MS,
    allowRequest: (request, answer) => answer(null, mayShakeHands(services, request)),
    ...(redis ? { adapter: createAdapter(redis) } : {}),
  });
  const commands: CommandTable = Object.assign({}, ...modules.map((module) => module.commands ?? {}));

  const publisher = createPublisher(io, services, modules);
  guardLines(io.engine, services);
  const watch = createSessionWatch(services.answers, (actor) => sessions.standing(services, actor));
  const admit = createAdmission(services, sessions);
  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => {
        next(new Error(error instanceof AppError ? error.code : "unavailable"));
        // After the answer is on its way: a line that was refused has nothing more to say.
        setImmediate(() => socket.conn.close());
      },
    );
  });

  io.on("connection", (socket: HouseSocket) => {
    void enterRooms(socket, roomsOfConnection(socket.data.actor));
    for (const name of Object.keys(clientCommands) as ClientCommand[])
      bindCommand(socket, services, name, { commands, watch, order: publisher.order });
    // Unknown commands are answered if an ack was asked for, and counted; they never crash anything.
    socket.onAny((event: unknown, ...args: unknown[]) => {
      // The protocol also allows numbers as names.
      if (typeof event === "string" && Object.hasOwn(clientCommands, event)) return;
      refuseUnknown(socket, services, args.at(-1)).catch((error: unknown) =>
        services.log.warn({ socketId: socket.id, error: describeFault(error) }, "unknown socket command not answered"),
      );
    });
    socket.on("disconnect", () => {
      for (const run of socket.data.leaving.values())
        run().catch(() => services.log.warn({ socketId: socket.id }, "leave not told"));
      socket.data.leaving.clear();
    });
  });

  // Also where a person is taken out of a room from elsewhere: who is left there learns of it.
  io.of("/").adapter.on("leave-room", (room: string, id: string) => {
    const data = io.of("/").sockets.get(id)?.data;
    const run = data?.leaving.get(room);
    data?.leaving.delete(room);
    run?.().catch(() => services.log.warn({ socketId: id }, "leave not told"));
  });

  const evictions = createEvictions(io, services, modules);
  const endings = createEndings((type) => evictions.concerns(type) || publisher.cuts(type));
  const consumer: FactConsumer = {
    name: "rooms",
    foresee: (fact) => endings.foresee(fact),
    deliver: (fact) =>
      endings.inTurn(fact, async () => {
        await evictions.onFact(fact);
        await publisher.publish(fact);
      }),
  };
  // This process's own sockets; the others look after theirs.
  const roomsJob: Job = {
    name: "realtime:rights-that-ran-out",
    every: "* * * * *",
    each: true,
    run: () => evictions.byClock(),
  };
  const job: Job = {
    name: "realtime:cut-dead-sessions",
    every: "* * * * *",
    each: true,
    run: () => watch.cutDead(io.of("/").sockets.values()),
  };
  return {
    consumer,
    jobs: [job, roomsJob],
    connections: () => io.of("/").sockets.size,
    async close() {
      await io.close();
      await redis?.close();
    },
  };
}
