import type { ServerModule } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import type { Fact } from "../platform/outbox.ts";
import type { Delivery } from "../platform/realtime.ts";
import type { HouseServer } from "./house-socket.ts";

type Row = (fact: Fact, services: Services) => Delivery[] | Promise<Delivery[]>;

/** Sends facts to rooms by the modules' broadcast tables. Nothing else emits facts. */
export function createPublisher(io: HouseServer, services: Services, modules: readonly ServerModule[]) {
  const table = Object.assign({}, ...modules.map((module) => module.broadcast ?? {})) as Partial<Record<string, Row>>;

  async function publish(fact: Fact): Promise<void> {
    const deliveries = table[fact.type]?.(fact, services);
    // Rows that ask the database answer a promise; the others are told at once.
    for (const delivery of (deliveries instanceof Promise ? await deliveries : deliveries) ?? []) {
      if (delivery.payloadFor) await emitToEach(io, delivery);
      else tell(delivery);
      // After this event the connection is closed, so a revoked session receives nothing more.
      if (delivery.event === CUT) io.in(delivery.room).disconnectSockets(true);
    }
  }

  const shared = services.env.REDIS_URL !== undefined;
  const { adapter } = io.of("/");

  /** Whether all in the room, of whom this process knows all, are among those who hear more anyway. */
  const allHearMore = ({ room, except }: Delivery): boolean => {
    if (except === undefined || shared) return false;
    const others = adapter.rooms.get(except);
    return [...(adapter.rooms.get(room) ?? [])].every((id) => others?.has(id));
  };

  function tell(delivery: Delivery): void {
    if (allHearMore(delivery)) return;
    const target = io.to(delivery.room);
    emitTo(delivery.except === undefined ? target : target.except(delivery.except), delivery);
  }

  return {
    publish,
    /** Whether a fact of this type ends connections. */
    cuts: (type: Fact["type"]) => type === CUT,
  };
}

/** Fact and event of a session that has ended. */
const CUT = "session:revoked";

async function emitToEach(io: HouseServer, delivery: Delivery): Promise<void> {
  for (const member of await io.in(delivery.room).fetchSockets()) {
    const payload = await delivery.payloadFor?.(member.data.actor);
    emitTo(member, { ...delivery, payload } as Delivery);
  }
}

/** Emits a Delivery, whose type keeps event and payload together. */
export function emitTo(target: { emit: (...args: never) => unknown }, delivery: Delivery): void {
  const emit = target.emit as (event: string, payload: unknown) => unknown;
  emit.call(target, delivery.event, delivery.payload);
}
