import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { quietly } from "../../../lib/quietly.ts";
import { openOutbox } from "../chat/open-outbox.ts";
import type { Outbox, PendingMessage } from "../chat/outbox.ts";
import type { TimelineSession, TimelineView } from "../chat/timeline-session.ts";
import type { VisitRoom } from "../room/visit-room.ts";

const nothing = () => () => undefined;
const none: readonly PendingMessage[] = [];
const getNone = () => none;

/** What this person wrote in this visit and the server has not acknowledged; acknowledged rows go into the timeline. */
export function useOutbox(
  consultationId: string,
  room: VisitRoom,
  session: TimelineSession,
  messages: TimelineView["messages"],
): { outbox: Outbox | null; pending: readonly PendingMessage[] } {
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  useEffect(() => {
    let gone = false;
    // Rejects where nobody is signed in any more: then this page goes too.
    void quietly(openOutbox().then((opened) => !gone && setOutbox(opened)));
    return () => {
      gone = true;
    };
  }, []);

  useEffect(() => {
    if (!outbox) return undefined;
    const undo = [
      outbox.onSent((message) => message.consultationId === consultationId && session.take([message])),
      room.onJoined(() => outbox.wake()),
    ];
    return () => {
      for (const run of undo) run();
    };
  }, [outbox, session, room, consultationId]);

  const all = useSyncExternalStore(outbox?.subscribe ?? nothing, outbox?.getPending ?? getNone);
  const acknowledged = useMemo(() => new Set(messages.map((message) => message.clientMessageId)), [messages]);
  const twice = all.filter((row) => acknowledged.has(row.clientMessageId)).map((row) => row.clientMessageId);
  const twiceKey = twice.join(" ");
  useEffect(() => {
    if (twiceKey !== "") void outbox?.settle(twiceKey.split(" "));
  }, [outbox, twiceKey]);

  const pending = useMemo(
    () => all.filter((row) => row.consultationId === consultationId && !acknowledged.has(row.clientMessageId)),
    [all, consultationId, acknowledged],
  );
  return { outbox, pending };
}
