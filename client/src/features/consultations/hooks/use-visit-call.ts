import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Call, Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { callStand } from "@fuzhen/shared/consultations/call.rules.ts";
import { meIn } from "@fuzhen/shared/consultations/participant.rules.ts";
import { startBusy } from "../../../lib/busy.ts";
import { errorTextNow } from "../../../lib/i18n/errors.ts";
import { quietly } from "../../../lib/quietly.ts";
import { toast } from "../../../ui/shared/toast.ts";
import { deviceHere, rememberCall, rememberedCall } from "../room/call-memory.ts";
import type { VisitRoom } from "../room/visit-room.ts";
import type { CallEngine } from "../rtc/call-engine.ts";
import { TAKEN } from "../rtc/signalling.ts";
import { callIsEntered, useWantedCall } from "../ring/answering.ts";
import { useJoined } from "./use-visit-room.ts";

type CallCode = typeof import("../call-code.ts");
let callCode: Promise<CallCode> | undefined;
/** Loads the code of calls once; a load that failed is tried again at the next call. */
const loadCall = (): Promise<CallCode> =>
  (callCode ??= import("../call-code.ts").catch((error: unknown) => {
    callCode = undefined;
    throw error;
  }));

export interface VisitCall {
  /** This person's part in the call; stays after its end until `dismiss`, to be drawn. */
  engine: CallEngine | null;
  /** Draws the engine; there as soon as the engine is. */
  Panel: CallCode["CallPanel"] | null;
  /** The code of calls is on its way, after a press of a button or a reload. */
  entering: boolean;
  /** It has ended, or never came about. */
  over: boolean;
  /** The running call of the visit when this device is not in it. */
  waiting: Call | null;
  /** Starts a call, answers it, comes back to it, or brings it here from another device of this person. */
  enter: () => void;
  /** Turns the call down that rings, which ends it for all. */
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

/** This person's part in the visit's call. After a reload it comes back by itself, without a click. */
export function useVisitCall(room: VisitRoom, visit: Consultation | undefined): VisitCall {
  const [engine, setEngine] = useState<CallEngine | null>(null);
  const [code, setCode] = useState<CallCode | null>(null);
  const [entering, setEntering] = useState(false);
  const here = useRef(true);
  const busy = useRef(false);
  const current = useRef<{ engine: CallEngine; close: () => void } | null>(null);
  const [entered, setEntered] = useState<string | null>(null);
  const joined = useJoined(room);
  const over = useSyncExternalStore(engine?.subscribe ?? nothing, () => isOver(engine));
  const taken = useSyncExternalStore(engine?.subscribe ?? nothing, () => engine?.getSnapshot().reason === TAKEN);
  const together = useSyncExternalStore(engine?.subscribe ?? nothing, () => isTogether(engine));
  const { consultationId } = room;
  const running = visit?.call ?? null;
  const me = visit ? (meIn(visit)?.id ?? null) : null;

  const begin = useCallback(
    async (callId: string | null, take = false) => {
      if (me === null || busy.current || (current.current && !isOver(current.current.engine))) return;
      busy.current = true;
      setEntering(true);
      let loaded: CallCode | null = null;
      try {
        loaded = await loadCall();
      } catch (error) {
        if (here.current) toast(errorTextNow(error));
      }
      busy.current = false;
      setEntering(false);
      if (!loaded || !here.current) return;
      setCode(loaded);
      current.current?.close();
      const { signalling, close } = loaded.createSignalling(room, {
        callId,
        device: deviceHere(),
        take,
        onCall(entered) {
          setEntered(entered);
          rememberCall(room.consultationId, entered);
        },
      });
      const made = new loaded.CallEngine({ signalling, participantId: me });
      current.current = { engine: made, close };
      setEngine(made);
      void made.start();
    },
    [room, me],
  );

  useEffect(() => (together ? startBusy() : undefined), [together]);

  useEffect(() => {
    if (over) rememberCall(consultationId, null);
  }, [over, consultationId]);

  // Back after a reload. Asked once the room is entered: only then the visit's call is the present one.
  const runningId = running?.id ?? null;
  useEffect(() => {
    if (!joined || engine || runningId === null) return;
    if (rememberedCall(consultationId) === runningId) void begin(runningId);
  }, [joined, engine, runningId, consultationId, begin]);

  // Taken where it rang, on this page or another.
  const wanted = useWantedCall(consultationId);
  useEffect(() => {
    if (!joined || wanted === null || runningId === null) return;
    callIsEntered();
    if (wanted === runningId) void begin(runningId);
  }, [joined, wanted, runningId, begin]);

  // Loads the code while it rings, so that it is there when somebody answers.
  useEffect(() => {
    if (runningId === null) return;
    // A failure does not matter here: answering loads it again.
    void quietly(loadCall());
  }, [runningId]);

  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      // Leaving the page is not hanging up: the call goes on, and only this page's devices are released.
      current.current?.engine.dispose();
      current.current?.close();
      current.current = null;
      setEngine(null);
    };
  }, []);

  return {
    engine,
    Panel: code?.CallPanel ?? null,
    entering,
    over,
    // The server tells the end of one's own call a moment later; until then it must not look like a new call.
    waiting: running && (!engine || (over && (running.id !== entered || taken))) ? running : null,
    enter: () => void begin(runningId, running !== null && me !== null && callStand(running, me) === "elsewhere"),
    decline: () => void room.command("call:decline", {}),
    dismiss: () => {
      current.current?.close();
      current.current = null;
      setEngine(null);
    },
  };
}
