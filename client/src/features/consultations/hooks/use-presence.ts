import { useCallback, useEffect, useRef, useState } from "react";
import type { VisitRoom } from "../room/visit-room.ts";

/** How often "typing" is repeated, so that a lost "stopped" does not last for ever. */
const TELL_MS = 3000;
const EXPIRE_MS = 6000;

const nobody: ReadonlySet<string> = new Set();

/** Which participants have the room open and which are typing, this person among them; and this person's own typing, told sparingly. */
export function usePresence(room: VisitRoom): {
  online: readonly string[];
  typing: ReadonlySet<string>;
  tellTyping: (typing: boolean) => void;
} {
  const [online, setOnline] = useState<readonly string[]>([]);
  const [typing, setTyping] = useState(nobody);
  const told = useRef({ typing: false, at: 0 });

  useEffect(() => {
    const expiring = new Map<string, ReturnType<typeof setTimeout>>();
    const set = (id: string, now: boolean) => {
      clearTimeout(expiring.get(id));
      setTyping((before) => {
        if (before.has(id) === now) return before;
        const after = new Set(before);
        if (now) after.add(id);
        else after.delete(id);
        return after;
      });
      if (now)
        expiring.set(
          id,
          setTimeout(() => set(id, false), EXPIRE_MS),
        );
    };
    const undo = [
      room.on("presence:changed", (event) => setOnline(event.online)),
      room.on("typing:changed", (event) => set(event.participantId, event.typing)),
      room.on("message:created", ({ sender }) => sender !== null && set(sender, false)),
    ];
    return () => {
      for (const timer of expiring.values()) clearTimeout(timer);
      for (const run of undo) run();
    };
  }, [room]);

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
  return { online, typing, tellTyping };
}
