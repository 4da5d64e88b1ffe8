import { useEffect } from "react";
import { loadCode } from "../../../lib/load-code.ts";
import { quietly } from "../../../lib/quietly.ts";
import { personNow } from "../../../lib/session.tsx";
import { outboxFlag } from "../../../realtime/forget-outbox.ts";

/** What was written when the page was closed goes out by itself, wherever the person comes back. */
export function useOutboxGoesOn(): void {
  useEffect(() => {
    const personId = personNow();
    if (personId === undefined || !outboxFlag.isUp(personId)) return undefined;
    // After the page has drawn and asked its own questions: a bad line is theirs first.
    const timer = setTimeout(async () => {
      const { openOutbox } = await loadCode(() => import("../chat/open-outbox.ts"));
      // Where it cannot be opened now, the conversation itself opens it and says so.
      if (personNow() === personId) void quietly(openOutbox());
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
