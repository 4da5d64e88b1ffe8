import { useCallback, useEffect, useRef, useState } from "react";
import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { VisitRoom } from "../room/visit-room.ts";

/** How often "typing" is repeated, so that a lost "stopped" does not last for ever. */
const TELL_MS = 3000;
const EXPIRE_MS = 6000;

/** Whether the other side has the room open, and whether they are typing; and this side's own typing, told sparingly. */
export function usePresence(
  room: VisitRoom,
  role: ParticipantRole,
): { otherOnline: boolean; otherTyping: boolean; tellTyping: (typing: boolean) => void } {
  const [otherOnline, setOnline] = useState(false);
  const [otherTyping, setTyping] = useState(false);
  const told = useRef({ typing: false, at: 0 });

  useEffect(() => {
    let expire: ReturnType<typeof setTimeout> | undefined;
    const undo = [
      room.on("presence:changed", ({ online }) => setOnline(online.some((one) => one !== role))),
      room.on("typing:changed", (event) => {
        if (event.role === role) return;
        clearTimeout(expire);
        setTyping(event.typing);
        if (event.typing) expire = setTimeout(() => setTyping(false), EXPIRE_MS);
      }),
      room.on("message:created", ({ sender }) => sender !== role && sender !== null && setTyping(false)),
    ];
    return () => {
      clearTimeout(expire);
      for (const run of undo) run();
    };
  }, [room, role]);

  const stop = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tellTyping = useCallback(
    (typing: boolean) => {
      const tell = (now: boolean) => {
        const { current } = told;
        if (now ? current.typing && performance.now() - current.at < TELL_MS : !current.typing) return;
        told.current = { typing: now, at: performance.now() };
        room.command("typing:set", { typing: now }).catch(() => {
          // Not told: the next key tells it.
          told.current = { typing: false, at: 0 };
        });
      };
      clearTimeout(stop.current);
      tell(typing);
      if (typing) stop.current = setTimeout(() => tell(false), EXPIRE_MS - 1000);
    },
    [room],
  );
  useEffect(() => () => clearTimeout(stop.current), []);
  return { otherOnline, otherTyping, tellTyping };
}
