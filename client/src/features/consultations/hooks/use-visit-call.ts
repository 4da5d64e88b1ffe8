import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Call, Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { callStand } from "@fuzhen/shared/consultations/call.rules.ts";
import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { startBusy } from "../../../lib/busy.ts";
import { draftKey, untyped } from "../../../lib/draft.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { createSignalling, TAKEN } from "../room/call-signalling.ts";
import type { VisitRoom } from "../room/visit-room.ts";
import { CallEngine } from "../rtc/call-engine.ts";
import { useJoined } from "./use-visit-room.ts";

/** Among the drafts, so that it goes with them at sign-out and is nobody else's. */
const keyOf = (consultationId: string) => draftKey(untyped(`call.${consultationId}`));

/** This tab's name for itself in calls; a reload keeps it, so that the page comes back into its own place. */
function deviceHere(): string {
  const key = draftKey(untyped("device"));
  try {
    const known = sessionStorage.getItem(key) ?? newRequestKey();
    sessionStorage.setItem(key, known);
    return known;
  } catch {
    return (unstored ??= newRequestKey());
  }
}
let unstored: string | undefined;

function remembered(consultationId: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(consultationId));
  } catch {
    return null;
  }
}

function remember(consultationId: string, callId: string | null): void {
  try {
    if (callId === null) sessionStorage.removeItem(keyOf(consultationId));
    else sessionStorage.setItem(keyOf(consultationId), callId);
  } catch {
    // After a reload the banner offers the way back instead.
  }
}

export interface VisitCall {
  /** This side's part in the call; stays after its end until `dismiss`, to be drawn. */
  engine: CallEngine | null;
  /** It has ended, or never came about. */
  over: boolean;
  /** The running call of the visit when this device is not in it. */
  waiting: Call | null;
  /** Starts a call, answers it, comes back to it, or brings it here from another device of this person. */
  enter: () => void;
  /** Turns the call down that rings, which ends it for both. */
  decline: () => void;
  dismiss: () => void;
}

const nothing = () => () => undefined;
const isOver = (engine: CallEngine | null) => {
  const snapshot = engine?.getSnapshot();
  return snapshot?.phase === "ended" || snapshot?.phase === "failed";
};

/** Somebody waiting in an unanswered call may have gone, so only a connected call counts as presence. */
const isTogether = (engine: CallEngine | null) => !isOver(engine) && Boolean(engine?.getSnapshot().remote);

/** One side's part in the visit's call. After a reload it comes back by itself, without a click. */
export function useVisitCall(room: VisitRoom, role: ParticipantRole, visit: Consultation | undefined): VisitCall {
  const [engine, setEngine] = useState<CallEngine | null>(null);
  const current = useRef<{ engine: CallEngine; close: () => void } | null>(null);
  const [entered, setEntered] = useState<string | null>(null);
  const joined = useJoined(room);
  const over = useSyncExternalStore(engine?.subscribe ?? nothing, () => isOver(engine));
  const taken = useSyncExternalStore(engine?.subscribe ?? nothing, () => engine?.getSnapshot().reason === TAKEN);
  const together = useSyncExternalStore(engine?.subscribe ?? nothing, () => isTogether(engine));
  const { consultationId } = room;
  const running = visit?.call ?? null;

  const begin = useCallback(
    (callId: string | null, take = false) => {
      if (current.current && !isOver(current.current.engine)) return;
      current.current?.close();
      const { signalling, close } = createSignalling(room, {
        callId,
        device: deviceHere(),
        take,
        onCall(entered) {
          setEntered(entered);
          remember(room.consultationId, entered);
        },
      });
      const made = new CallEngine({ signalling, role });
      current.current = { engine: made, close };
      setEngine(made);
      void made.start();
    },
    [room, role],
  );

  useEffect(() => (together ? startBusy() : undefined), [together]);

  useEffect(() => {
    if (over) remember(consultationId, null);
  }, [over, consultationId]);

  // Back after a reload. Asked once the room is entered: only then the visit's call is the present one.
  const runningId = running?.id ?? null;
  useEffect(() => {
    if (!joined || engine || runningId === null) return;
    if (remembered(consultationId) === runningId) begin(runningId);
  }, [joined, engine, runningId, consultationId, begin]);

  useEffect(
    () => () => {
      // Leaving the page is not hanging up: the call goes on, and only this page's devices are released.
      current.current?.engine.dispose();
      current.current?.close();
      current.current = null;
      setEngine(null);
    },
    [],
  );

  return {
    engine,
    over,
    // The end of one's own call is told a moment later; until then it must not look like a new one.
    waiting: running && (!engine || (over && (running.id !== entered || taken))) ? running : null,
    enter: () => begin(runningId, running !== null && callStand(running, role) === "elsewhere"),
    decline: () => void room.command("call:decline", {}),
    dismiss: () => {
      current.current?.close();
      current.current = null;
      setEngine(null);
    },
  };
}
