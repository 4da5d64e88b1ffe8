import { useEffect, useMemo, useSyncExternalStore } from "react";
import { fetchMessages } from "../api/messages.ts";
import { TimelineSession, type TimelineView } from "../chat/timeline-session.ts";
import type { VisitRoom } from "../room/visit-room.ts";

/** The visit's timeline, kept whole and live while the room is open. Verbs are on the session. */
export function useTimeline(room: VisitRoom): { session: TimelineSession; view: TimelineView } {
  const session = useMemo(() => new TimelineSession(room, fetchMessages), [room]);
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  return { session, view: useSyncExternalStore(session.subscribe, session.getView) };
}
