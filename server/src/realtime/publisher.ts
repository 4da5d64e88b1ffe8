import type { ServerModule } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import type { Fact } from "../platform/outbox.ts";
import type { BroadcastTable, Delivery } from "../platform/realtime.ts";
import type { HouseServer } from "./house-socket.ts";

/** Sends facts to rooms by the modules' broadcast tables. Nothing else emits facts. */
export function createPublisher(io: HouseServer, services: Services, modules: readonly ServerModule[]) {
  const table: BroadcastTable = Object.assign({}, ...modules.map((module) => module.broadcast ?? {}));
  return async (fact: Fact): Promise<void> => {
    const row = (
      table as Record<string, ((fact: Fact, services: Services) => Delivery[] | Promise<Delivery[]>) | undefined>
    )[fact.type];
    for (const delivery of (await row?.(fact, services)) ?? []) {
      if (delivery.payloadFor) await emitToEach(io, delivery);
      else emitTo(io.to(delivery.room), delivery);
      // After this event the connection is closed, so a revoked session receives nothing more.
      if (delivery.event === "session:revoked") io.in(delivery.room).disconnectSockets(true);
    }
  };
}

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
