import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { quietly } from "../../../lib/quietly.ts";
import { personNow } from "../../../lib/session.tsx";
import { outboxFlag } from "../../../realtime/forget-outbox.ts";
import { loadOutbox } from "../chat/outbox-code.ts";
import type { Outbox, PendingMessage } from "../chat/outbox.ts";
import type { TimelineSession, TimelineView } from "../chat/timeline-session.ts";
import type { VisitRoom } from "../room/visit-room.ts";

export interface OpenOutbox {
  outbox: Outbox;
  /** Draws one of its rows. */
  PendingBubble: Awaited<ReturnType<typeof loadOutbox>>["PendingBubble"];
}

/** So long after what was said is there, its code is asked for where nothing is known to wait: it takes nothing from the first picture. */
const LATER_MS = 500;

const nothing = () => () => undefined;
const none: readonly PendingMessage[] = [];
const getNone = () => none;

/** What this person wrote in this visit and the server has not acknowledged; acknowledged rows go into the timeline. */
export function useOutbox(
  consultationId: string,
  room: VisitRoom,
  session: TimelineSession,
  { messages, state }: TimelineView,
): { outbox: OpenOutbox | null; pending: readonly PendingMessage[]; open: () => Promise<Outbox> } {
  const [opened, setOpened] = useState<OpenOutbox | null>(null);
  const outbox = opened?.outbox ?? null;
  /** For whoever begins to write before it is there. Rejects where nobody is signed in any more: then this page goes too. */
  const open = useCallback(async (): Promise<Outbox> => {
    const { openOutbox, PendingBubble } = await loadOutbox();
    const found = await openOutbox();
    setOpened((before) => (before?.outbox === found ? before : { outbox: found, PendingBubble }));
    return found;
  }, []);
  // After what was said, which people wait for; what waits here to be sent is drawn behind it.
  const inTurn = state !== "loading";
  useEffect(() => {
    if (!inTurn) return undefined;
    const personId = personNow();
    const waits = personId !== undefined && outboxFlag.isUp(personId);
    // Whoever writes opens it again, and hears there what has failed.
    const timer = setTimeout(() => void quietly(open()), waits ? 0 : LATER_MS);
    return () => clearTimeout(timer);
  }, [inTurn, open]);

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
  return { outbox: opened, pending, open };
}
