import type { RemoteSocket } from "socket.io";
import type { ServerToClient } from "@fuzhen/shared/realtime/events.ts";
import type { ServerModule } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import type { Fact } from "../platform/outbox.ts";
import type { RoomRights } from "../platform/realtime.ts";
import { emitTo } from "./publisher.ts";
import type { HouseServer, SocketData } from "./house-socket.ts";

type Connection = Pick<RemoteSocket<ServerToClient, SocketData>, "data" | "rooms" | "emit" | "leave">;
/** Of how many it is asked at a time: others' questions come in between. */
const AT_ONCE = 50;

type Concerns = (fact: Fact, services: Services) => string[] | Promise<string[]>;

/**
 * Takes people out of rooms whose right to be there has ended: at once by the fact that ended it, before anything that
 * happens after it is told (endings.ts), and by the clock for what runs out by itself.
 */
export function createEvictions(io: HouseServer, services: Services, modules: readonly ServerModule[]) {
  const all = modules.flatMap((module) => module.roomRights ?? []);
  const rowOf = (rights: RoomRights, type: string) => (rights.concerns as Partial<Record<string, Concerns>>)[type];

  async function askAbout(rights: RoomRights, connections: Connection[]): Promise<void> {
    for (const { member, consultationId, rooms } of await rights.ended(services, connections)) {
      emitTo(member, { room: "", event: "consultation:left", payload: { consultationId } });
      for (const room of rooms) member.leave(room);
    }
  }

  return {
    concerns: (type: Fact["type"]) => all.some((rights) => rowOf(rights, type) !== undefined),
    async onFact(fact: Fact): Promise<void> {
      for (const rights of all) {
        const concerned = (await rowOf(rights, fact.type)?.(fact, services)) ?? [];
        if (concerned.length > 0) await askAbout(rights, await io.in(concerned).fetchSockets());
      }
    },
    /**
     * This process's own sockets; the others look after theirs. An account holder's right to their own record has no end but
     * that of the session.
     */
    async byClock(): Promise<void> {
      const staff = [...io.of("/").sockets.values()].filter(({ data }) => data.actor.role !== "patient");
      for (const rights of all)
        for (let asked = 0; asked < staff.length; asked += AT_ONCE)
          await askAbout(rights, staff.slice(asked, asked + AT_ONCE));
    },
  };
}
