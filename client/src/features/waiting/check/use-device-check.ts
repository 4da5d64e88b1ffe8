import { useCallback, useEffect, useRef, useState } from "react";
import { verdictOf, tryLine, type LineVerdict } from "./check-line.ts";
import { leftToCheck, checkParts, noteCheck, type CheckPart, type Verdict } from "./last-check.ts";
import { mediaFaultOf, type MediaFault } from "./media-fault.ts";
import { listenTo } from "./microphone-level.ts";
import { probe } from "./probe.ts";

export type PartState = Verdict | "running";
const SILENT_AFTER_MS = 8000;

/** The check of this device: what was found of each part, and the picture and level to show while it runs. */
export function useDeviceCheck() {
  const [left] = useState(leftToCheck);
  const [states, setStates] = useState(
    () =>
      Object.fromEntries(checkParts.map((part) => [part, left.includes(part) ? "untried" : "works"])) as Record<
        CheckPart,
        PartState
      >,
  );
  const [faults, setFaults] = useState<Partial<Record<"camera" | "microphone", MediaFault | "silent">>>({});
  const [line, setLine] = useState<LineVerdict | null>(null);
  const [picture, setPicture] = useState<MediaStream | null>(null);
  const [level, setLevel] = useState(0);
  const stops = useRef<(() => void)[]>([]);
  const stop = useCallback(() => {
    for (const one of stops.current.splice(0)) one();
  }, []);
  useEffect(() => stop, [stop]);

  const set = useCallback((part: CheckPart, state: PartState) => {
    if (state === "works" || state === "fails") noteCheck(part, state);
    setStates((before) => ({ ...before, [part]: state }));
  }, []);
  const fail = (part: "camera" | "microphone", fault: MediaFault | "silent") => {
    setFaults((before) => ({ ...before, [part]: fault }));
    set(part, "fails");
  };
  const openMedia = async (wanted: MediaStreamConstraints) => {
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    stops.current.push(() => {
      for (const track of stream.getTracks()) track.stop();
    });
    return stream;
  };

  const tryCamera = async () => {
    set("camera", "running");
    try {
      setPicture(await openMedia({ video: { facingMode: "user" } }));
    } catch (error) {
      fail("camera", mediaFaultOf(error));
    }
  };
  const tryMicrophone = async () => {
    set("microphone", "running");
    try {
      const stream = await openMedia({ audio: true });
      const silent = setTimeout(() => fail("microphone", "silent"), SILENT_AFTER_MS);
      let heard = false;
      const end = listenTo(stream, (now) => {
        setLevel(now);
        if (heard || now < 0.05) return;
        heard = true;
        clearTimeout(silent);
        setFaults(({ camera }) => (camera ? { camera } : {}));
        set("microphone", "works");
      });
      stops.current.push(end, () => clearTimeout(silent));
    } catch (error) {
      fail("microphone", mediaFaultOf(error));
    }
  };
  const testLine = async () => {
    set("line", "running");
    const verdict = verdictOf(await tryLine(probe));
    setLine(verdict);
    set("line", verdict === "good" || verdict === "slow" ? "works" : "fails");
  };

  return {
    states,
    faults,
    line,
    picture,
    level,
    set,
    /** Tries again what has failed, and the first time all that was not tried today. */
    begin() {
      stop();
      setFaults({});
      const wanted = (part: CheckPart) => states[part] !== "works";
      // One after the other, as browsers ask for one permission at a time.
      const media = async () => {
        if (wanted("camera")) await tryCamera();
        if (wanted("microphone")) await tryMicrophone();
      };
      void Promise.all([media(), wanted("line") ? testLine() : null]);
      if (wanted("speaker")) set("speaker", "running");
    },
  };
}
