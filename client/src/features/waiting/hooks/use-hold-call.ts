import { useEffect } from "react";
import { HOLD_EVERY_MS } from "@fuzhen/shared/waiting/waiting.rules.ts";
import { loadLiveSocket } from "../../../realtime/use-server-event.ts";

/** Nobody waits for the answer: the next one follows soon. */
const unheard = () => undefined;

/** While this window shows who was called, the call stands; when it crashes or closes, it runs out by itself. */
export function useHoldCall(appointmentId: string | undefined): void {
  useEffect(() => {
    if (appointmentId === undefined) return undefined;
    let gone = false;
    const hold = () =>
      void loadLiveSocket().then((socket) => {
        // Not kept for later while the line is away: by then it may be untrue.
        if (!gone) socket.volatile.emit("waiting:hold", { appointmentId }, unheard);
      });
    hold();
    const timer = setInterval(hold, HOLD_EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [appointmentId]);
}
