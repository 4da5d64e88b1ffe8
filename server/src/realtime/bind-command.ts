import {
  clientCommands,
  commandsByHand,
  commandsInTurn,
  type Ack,
  type ClientCommand,
} from "@fuzhen/shared/realtime/events.ts";
import type { Ctx, Services } from "../platform/context.ts";
import { AppError, fieldsOfIssues, toProblem } from "../platform/errors.ts";
import { createKeyedLanes } from "../platform/keyed-lanes.ts";
import type { CommandTable, SocketPort } from "../platform/realtime.ts";
import { newRequestId } from "../platform/request-id.ts";
import { runAction } from "../platform/run-action.ts";
import { emitTo } from "./publisher.ts";
import { enterRooms, type HouseSocket } from "./house-socket.ts";
import type { RoomOrder } from "./room-order.ts";
import type { SessionWatch } from "./session-watch.ts";

/** Binds one command: flood limit, live session, schema, use case, ack. A packet without an ack is run all the same. */
export function bindCommand(
  socket: HouseSocket,
  services: Services,
  name: ClientCommand,
  { commands, watch, order }: { commands: CommandTable; watch: SessionWatch; order: RoomOrder },
): void {
  const { who, input } = clientCommands[name];
  const run = commands[name] as ((ctx: Ctx, input: unknown, port: SocketPort) => Promise<unknown>) | undefined;
  if (!run) return;
  const port = createPort(socket, { shared: services.env.REDIS_URL !== undefined, order });
  const turns = commandsInTurn.has(name) ? createKeyedLanes() : null;
  const listener = async (...args: unknown[]): Promise<void> => {
    const last = args.at(-1);
    const ack = typeof last === "function" ? (last as (reply: Ack<unknown>) => void) : () => undefined;
    const ctx: Ctx = {
      ...services,
      actor: socket.data.actor,
      requestId: newRequestId(services.now()),
      ip: socket.data.ip,
      userAgent: socket.data.userAgent,
    };
    try {
      await countPacket(socket, services);
      const act = () =>
        runAction({ name, who, byHand: commandsByHand.has(name) && isFirstOfLate(socket, services) }, ctx, async () => {
          await watch.requireLive(socket);
          ctx.actor = socket.data.actor;
          const parsed = input.safeParse(args[0]);
          if (!parsed.success) throw new AppError("invalid_input", fieldsOfIssues(parsed.error.issues));
          return run(ctx, parsed.data, port);
        });
      // Behind the account's other calls and commands, however many it sends at once.
      const inLine = () => services.lines.calls.run(`account:${socket.data.actor.userId}`, act);
      const data = await (turns ? turns.run(name, inLine) : inLine());
      ack({ ok: true, data });
    } catch (error) {
      const problem = toProblem(error, ctx.requestId);
      if (problem.code === "invalid_input" || problem.code === "rate_limited")
        services.sums.note(
          { userId: socket.data.actor.userId, command: name, code: problem.code },
          "socket packet refused",
        );
      ack({ ok: false, problem });
      if (problem.code === "session_expired") socket.disconnect(true);
    }
  };
  // Socket.IO's typed `on` cannot follow a loop over the table; the schema above is the real check.
  (socket as { on(event: string, listener: (...args: unknown[]) => void): unknown }).on(
    name,
    (...args) => void listener(...args),
  );
}

/** A person at work sends many packets a minute, and is as present by one of them as by all. */
const PRESENT_MS = 20_000;

function isFirstOfLate({ data }: HouseSocket, { now }: Services): boolean {
  const at = now().getTime();
  if (at - data.presentAt < PRESENT_MS) return false;
  data.presentAt = at;
  return true;
}

/** Counts for the connection and, since one account may have many, for the account. */
async function countPacket(socket: HouseSocket, { limits }: Services): Promise<void> {
  await limits.consume("socket", socket.id);
  await limits.consume("socket-account", socket.data.actor.userId);
}

/** A packet with an unknown command; it is counted like any other. */
export async function refuseUnknown(socket: HouseSocket, services: Services, ack: unknown) {
  const refusal = await countPacket(socket, services).then(
    () => new AppError("invalid_input"),
    (error: unknown) => error,
  );
  // Its name is not logged, since it may be anything somebody typed.
  services.sums.note({ userId: socket.data.actor.userId }, "unknown socket command");
  if (typeof ack === "function")
    (ack as (reply: Ack<never>) => void)({ ok: false, problem: toProblem(refusal, newRequestId(services.now())) });
}

/** `shared`: other processes have sockets of the same rooms. */
function createPort(socket: HouseSocket, { shared, order }: { shared: boolean; order: RoomOrder }): SocketPort {
  const members = (room: string) => socket.nsp.in(room).fetchSockets();
  return {
    id: socket.id,
    join: (room) => order.enter(room, () => enterRooms(socket, [room])),
    async leave(room) {
      // Taken out before, so that it runs here, where the caller can wait for it.
      const run = socket.data.leaving.get(room);
      socket.data.leaving.delete(room);
      await socket.leave(room);
      await run?.();
    },
    inRoom: (room) => socket.rooms.has(room),
    membersOf: async (room) => (await members(room)).map(({ id, data }) => ({ id, actor: data.actor })),
    toOthers: (delivery) => emitTo(socket.to(delivery.room), delivery),
    toAll: (delivery) => emitTo(socket.nsp.to(delivery.room).except(delivery.except ?? []), delivery),
    toPeer(socketId, delivery) {
      const peer = socket.nsp.sockets.get(socketId);
      if (peer ? !peer.rooms.has(delivery.room) : !shared) return false;
      // Everybody is in a room of their own name, wherever they are connected.
      emitTo(peer ?? socket.nsp.to(socketId), delivery);
      return true;
    },
    async toMember(socketId, delivery) {
      const member = (await members(delivery.room)).find((other) => other.id === socketId);
      if (member) emitTo(member, delivery);
      return member !== undefined;
    },
    async sendOff(socketId, delivery) {
      const member = (await members(delivery.room)).find((other) => other.id === socketId);
      if (!member) return;
      emitTo(member, delivery);
      member.leave(delivery.room);
    },
    onLeave: (room, run) => void socket.data.leaving.set(room, run),
  };
}
