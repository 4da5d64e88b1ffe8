import { useEffect, useState } from "react";
import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { isBusy } from "../../../lib/busy.ts";
import { useUnreadTalk } from "../hooks/use-unread-talk.ts";
import { startRinging } from "./ring-sound.ts";

/** So long it sounds; the card stays. */
const SOUND_MS = 20_000;

const nameOf = ({ id, lastAt }: ConsultationLine) => `${id} ${lastAt}`;

/** Talks with unread words that may be urgent, until they are read anywhere, or put aside here; the next words come anew. */
export function useFlagged(): { lines: ConsultationLine[]; settle: (line: ConsultationLine) => void } {
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const lines = useUnreadTalk().filter((line) => line.flagged && !settled.has(nameOf(line)));
  const newest = lines.map(nameOf).join(",");
  useEffect(() => {
    // Whoever is in a call sees it, and goes on hearing whom they talk with.
    if (newest === "" || isBusy()) return undefined;
    const stop = startRinging();
    const timer = setTimeout(stop, SOUND_MS);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [newest]);
  return { lines, settle: (line) => setSettled((now) => new Set([...now, nameOf(line)])) };
}
