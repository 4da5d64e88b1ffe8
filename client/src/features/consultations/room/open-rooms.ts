import { openLiveLine } from "../../../realtime/live-line.ts";
import { VisitRoom } from "./visit-room.ts";

interface KnownRoom {
  room: VisitRoom;
  users: number;
  closing: ReturnType<typeof setTimeout> | undefined;
}

const known = new Map<string, KnownRoom>();
/** A component that remounts at once (React strict mode, a moved pane) should not leave and re-enter. */
const lingerMs = 1000;

function entryOf(consultationId: string): KnownRoom {
  let entry = known.get(consultationId);
  if (!entry) {
    entry = { room: new VisitRoom(consultationId, openLiveLine), users: 0, closing: undefined };
    known.set(consultationId, entry);
  }
  return entry;
}

/** The one room object of a visit on this page; it is entered by `holdRoom`. */
export const roomOf = (consultationId: string): VisitRoom => entryOf(consultationId).room;

/** Entered by its first user and left after its last; the returned function lets go. */
export function holdRoom(consultationId: string): () => void {
  const entry = entryOf(consultationId);
  entry.users += 1;
  if (entry.closing === undefined && entry.users === 1) void entry.room.start();
  clearTimeout(entry.closing);
  entry.closing = undefined;
  return () => {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.closing = setTimeout(() => {
      entry.closing = undefined;
      entry.room.close();
    }, lingerMs);
  };
}

/** The room while some part of this page is in it, or wants to be. */
export function heldRoom(consultationId: string): VisitRoom | undefined {
  const entry = known.get(consultationId);
  return entry && (entry.users > 0 || entry.closing !== undefined) ? entry.room : undefined;
}
