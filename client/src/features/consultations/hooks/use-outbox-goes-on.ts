import { useEffect } from "react";
import { loadCode } from "../../../lib/load-code.ts";
import { quietly } from "../../../lib/quietly.ts";
import { personNow } from "../../../lib/session.tsx";
import { outboxFlag } from "../../../realtime/forget-outbox.ts";

/** Sends messages that were waiting when the page was closed, on whatever page the person comes back. */
export function useOutboxGoesOn(): void {
  useEffect(() => {
    const personId = personNow();
    if (personId === undefined || !outboxFlag.isUp(personId)) return undefined;
    // Delayed, so that on a slow connection the page's own requests go first.
    const timer = setTimeout(async () => {
      const { openOutbox } = await loadCode(() => import("../chat/open-outbox.ts"));
      // Where it cannot be opened now, the conversation itself opens it and says so.
      if (personNow() === personId) void quietly(openOutbox());
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
