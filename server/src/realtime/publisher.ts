import type { ServerModule } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import { describeFault } from "../platform/describe-fault.ts";
import type { Fact } from "../platform/outbox.ts";
import type { Delivery } from "../platform/realtime.ts";
import { createBetweenProcesses } from "./between-processes.ts";
import type { HouseServer, HouseSocket } from "./house-socket.ts";
import { createRoomOrder } from "./room-order.ts";

type Row = (fact: Fact, services: Services) => Delivery[] | Promise<Delivery[]>;

/** Sends facts to rooms by the modules' broadcast tables. Nothing else emits facts. */
export function createPublisher(io: HouseServer, services: Services, modules: readonly ServerModule[]) {
  const table = new Map<string, Row[]>();
  for (const [type, row] of modules.flatMap(({ broadcast }) => Object.entries(broadcast ?? {})))
    table.set(type, [...(table.get(type) ?? []), row as Row]);

  async function publish(fact: Fact): Promise<void> {
    // Several slices may tell of one fact.
    for (const row of table.get(fact.type) ?? []) {
      const deliveries = row(fact, services);
      // Rows that ask the database answer a promise; the others are told at once.
      for (const delivery of (deliveries instanceof Promise ? await deliveries : deliveries) ?? [])
        await send(delivery);
    }
  }

  async function send(delivery: Delivery): Promise<void> {
    if (delivery.place !== undefined) tellInOrder(delivery, delivery.place);
    else if (delivery.payloadFor) await emitToEach(await io.in(delivery.room).fetchSockets(), delivery);
    else tell(delivery);
    // After this event the connection is closed, so a revoked session receives nothing more.
    if (delivery.event === CUT) io.in(delivery.room).disconnectSockets(true);
  }

  const shared = services.env.REDIS_URL !== undefined;
  const { adapter } = io.of("/");

  /** Whether all in the room, of whom this process knows all, are among those who hear more anyway. */
  const allHearMore = ({ room, except }: Delivery): boolean => {
    if (except === undefined || shared) return false;
    const others = adapter.rooms.get(except);
    return [...(adapter.rooms.get(room) ?? [])].every((id) => others?.has(id));
  };

  const ordered = modules.flatMap((module) => module.orderedRooms ?? []);
  const orderedBy = (room: string) => ordered.find((one) => one.has(room));
  const order = createRoomOrder({
    newestIn: (room) => orderedBy(room)?.newestIn(room) ?? null,
    between: async (room, range) => (await orderedBy(room)?.between(services, room, range)) ?? [],
    tell(delivery) {
      if (!delivery.payloadFor) return emitTo(io.local.to(delivery.room), delivery);
      const inside = [...(adapter.rooms.get(delivery.room) ?? [])].flatMap((id) => io.of("/").sockets.get(id) ?? []);
      return emitToEach(inside, delivery);
    },
    onFault: (error) => services.log.warn({ error: describeFault(error) }, "what a room hears in order not told"),
  });
  adapter.on("delete-room", (room: string) => order.leave(room));
  const others = shared ? createBetweenProcesses(io, (told) => order.take(told)) : null;

  /** By each process to its own sockets. */
  function tellInOrder(delivery: Delivery, place: number): void {
    const { room, payloadFor } = delivery;
    order.take({ room, place, delivery });
    others?.tell({ room, place, delivery: payloadFor ? null : delivery });
  }

  function tell(delivery: Delivery): void {
    if (allHearMore(delivery)) return;
    const target = io.to(delivery.room);
    emitTo(delivery.except === undefined ? target : target.except(delivery.except), delivery);
  }

  return {
    publish,
    order,
    /** Whether a fact of this type ends connections. */
    cuts: (type: Fact["type"]) => type === CUT,
  };
}

/** Fact and event of a session that has ended. */
const CUT = "session:revoked";

async function emitToEach(
  members: readonly (Pick<HouseSocket, "data"> & Parameters<typeof emitTo>[0])[],
  delivery: Delivery,
): Promise<void> {
  for (const member of members) {
    const payload = await delivery.payloadFor?.(member.data.actor);
    emitTo(member, { ...delivery, payload } as Delivery);
  }
}

/** Emits a Delivery, whose type keeps event and payload together. */
export function emitTo(target: { emit: (...args: never) => unknown }, delivery: Delivery): void {
  const emit = target.emit as (event: string, payload: unknown) => unknown;
  emit.call(target, delivery.event, delivery.payload);
}
