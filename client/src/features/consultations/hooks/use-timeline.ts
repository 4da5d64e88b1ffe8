import { useEffect, useState, useSyncExternalStore } from "react";
import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { fetchMessages } from "../api/messages.ts";
import { TimelineSession, type TimelineView } from "../chat/timeline-session.ts";
import type { VisitRoom } from "../room/visit-room.ts";

const nothing = () => () => undefined;
const empty: TimelineView = {
  state: "loading",
  error: null,
  messages: [],
  hasOlder: false,
  loadingOlder: false,
  solidEnd: 0,
  marks: null,
};
const getEmpty = () => empty;

/** The visit's timeline, kept whole and live while the room is open. Verbs are on the session. */
export function useTimeline(
  room: VisitRoom | null,
  role: ParticipantRole,
): { session: TimelineSession | null; view: TimelineView } {
  const [session, setSession] = useState<TimelineSession | null>(null);
  useEffect(() => {
    if (!room) return undefined;
    const made = new TimelineSession(room, role, fetchMessages);
    made.start();
    setSession(made);
    return () => made.close();
  }, [room, role]);
  return { session, view: useSyncExternalStore(session?.subscribe ?? nothing, session?.getView ?? getEmpty) };
}
