import { openLiveLine } from "../../../realtime/live-line.ts";
import { VisitRoom } from "./visit-room.ts";

interface OpenRoom {
  room: VisitRoom;
  users: number;
  closing: ReturnType<typeof setTimeout> | undefined;
}

const open = new Map<string, OpenRoom>();
/** A page that is drawn again at once (React's strict mode, a pane that moves) should not leave and enter. */
const lingerMs = 1000;

/** The room of a visit, entered by its first user and left after its last. */
export function enterRoom(consultationId: string): { room: VisitRoom; release: () => void } {
  let entry = open.get(consultationId);
  if (!entry) {
    entry = { room: new VisitRoom(consultationId, openLiveLine), users: 0, closing: undefined };
    open.set(consultationId, entry);
    void entry.room.start();
  }
  const held = entry;
  held.users += 1;
  clearTimeout(held.closing);
  return {
    room: held.room,
    release() {
      held.users -= 1;
      if (held.users > 0) return;
      held.closing = setTimeout(() => {
        if (open.get(consultationId) === held) open.delete(consultationId);
        held.room.close();
      }, lingerMs);
    },
  };
}

/** The room when some part of this page is in it, or wants to be. */
export const openRoom = (consultationId: string): VisitRoom | undefined => open.get(consultationId)?.room;
