import { systemContext } from "../../platform/context.ts";
import { rooms, type OrderedRooms } from "../../platform/realtime.ts";
import { entryTold } from "./consultation.broadcast.ts";
import { listMessages } from "./message.repo.ts";
import { readEnd } from "./timeline-ends.ts";

const PREFIX = rooms.consultation("");
const visitOf = (room: string) => room.slice(PREFIX.length);
/** Entries read in one go. */
const AT_ONCE = 200;

/** Everybody in the room of a visit hears its entries in the order of the timeline. */
export const timelineOrder: OrderedRooms = {
  has: (room) => room.startsWith(PREFIX),
  newestIn: async (room) => (await readEnd(visitOf(room))).seq,
  async between(services, room, { after, before }) {
    const found = await listMessages(visitOf(room), { afterSeq: after, beforeSeq: before, limit: AT_ONCE });
    const ctx = systemContext(services, "consultations:order");
    return Promise.all(found.map(async (message) => entryTold(ctx, message)));
  },
};
