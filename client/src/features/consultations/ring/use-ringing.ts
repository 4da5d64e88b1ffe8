import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Ring } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { isBusy } from "../../../lib/busy.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { errorTextNow } from "../../../lib/i18n/errors.ts";
import { serverNow } from "../../../lib/server-clock.ts";
import { toast } from "../../../ui/shared/toast.ts";
import { declineCall } from "../api/decline-call.ts";
import { ringingQuery } from "../api/ringing.ts";
import { chatTexts } from "../chat.texts.ts";
import { settleRing, takeCall, useSettledRings } from "./answering.ts";
import { startRinging } from "./ring-sound.ts";
import { ringTexts } from "./ring.texts.ts";

export interface Ringing {
  ring: Ring;
  /** 某某医生, or the patient's name. */
  name: string;
  /** The call is to be entered by its visit's page, to which the caller goes. */
  take: () => void;
  decline: () => void;
}

/**
 * The call that rings on this device, on whatever page it is; null when none does. It stops here with the answer on any device, and
 * by the clock where the line is away. Two calls at once ring one after the other.
 */
export function useRinging(): Ringing | null {
  const { data = [] } = useQuery(ringingQuery);
  const settled = useSettledRings();
  const chat = useTexts(chatTexts);
  const texts = useTexts(ringTexts);
  const declining = useMutation({
    mutationFn: declineCall,
    onError: (error) => toast(errorTextNow(error)),
  });
  const ring = data.find(({ callId }) => !settled.has(callId));
  const callId = ring?.callId;
  const ringsUntil = ring?.ringsUntil;

  useEffect(() => {
    if (callId === undefined || ringsUntil === undefined) return undefined;
    // Somebody in a call sees the other one, and goes on hearing whom they talk with.
    const stop = isBusy() ? undefined : startRinging();
    const timer = setTimeout(() => settleRing(callId), Math.max(0, Date.parse(ringsUntil) - serverNow()));
    return () => {
      stop?.();
      clearTimeout(timer);
    };
  }, [callId, ringsUntil]);

  const name = ring && (ring.callerKind === "patient" ? ring.callerName : chat.doctor(ring.callerName));
  useRingingTitle(name === undefined ? null : texts.title(name));
  if (!ring || name === undefined) return null;
  return {
    ring,
    name,
    take: () => takeCall(ring),
    decline: () => {
      settleRing(ring.callId);
      declining.mutate({ consultationId: ring.consultationId, callId: ring.callId });
    },
  };
}

const TURN_MS = 1000;

/** The tab's title says who calls, in turn with what it says anyway, so that it is seen from another tab. */
function useRingingTitle(text: string | null): void {
  useEffect(() => {
    if (text === null) return undefined;
    let own = document.title;
    const turn = () => {
      if (document.title === text) document.title = own;
      else {
        own = document.title;
        document.title = text;
      }
    };
    turn();
    const timer = setInterval(turn, TURN_MS);
    return () => {
      clearInterval(timer);
      if (document.title === text) document.title = own;
    };
  }, [text]);
}
