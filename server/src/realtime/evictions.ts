import type { RemoteSocket } from "socket.io";
import type { ServerToClient } from "@fuzhen/shared/realtime/events.ts";
import type { ServerModule } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import type { Fact } from "../platform/outbox.ts";
import type { RoomRights } from "../platform/realtime.ts";
import { emitTo } from "./publisher.ts";
import type { HouseServer, SocketData } from "./house-socket.ts";

type Member = Pick<RemoteSocket<ServerToClient, SocketData>, "data" | "rooms" | "emit" | "leave">;

/**
 * Takes people out of rooms whose right to be there has ended: at once by the fact that ended it, before anything that
 * happens after it is told (facts are delivered in order), and by the clock for what runs out by itself.
 */
export function createEvictions(io: HouseServer, services: Services, modules: readonly ServerModule[]) {
  const all = modules.flatMap((module) => module.roomRights ?? []);

  async function askAbout(rights: RoomRights, member: Member): Promise<void> {
    const ended = await rights.ended(services, member.data.actor, [...member.rooms]);
    for (const { consultationId, rooms } of ended) {
      emitTo(member, { room: "", event: "consultation:left", payload: { consultationId } });
      for (const room of rooms) member.leave(room);
    }
  }

  return {
    async onFact(fact: Fact): Promise<void> {
      for (const rights of all) {
        const concerns = rights.concerns[fact.type] as
          | ((fact: Fact, services: Services) => string[] | Promise<string[]>)
          | undefined;
        const concerned = (await concerns?.(fact, services)) ?? [];
        if (concerned.length === 0) continue;
        for (const member of await io.in(concerned).fetchSockets()) await askAbout(rights, member);
      }
    },
    /**
     * This process's own sockets; the others look after theirs. An account holder's right to their own record has no end but
     * that of the session.
     */
    async byClock(): Promise<void> {
      for (const member of io.of("/").sockets.values())
        if (member.data.actor.role !== "patient") for (const rights of all) await askAbout(rights, member);
    },
  };
}
