import { useEffect } from "react";
import { quietly } from "../../../lib/quietly.ts";
import { personNow } from "../../../lib/session.tsx";
import { outboxOfPerson } from "../chat/outbox-code.ts";
import { outboxFlag } from "../../../realtime/forget-outbox.ts";

/** Sends messages that were waiting when the page was closed, on whatever page the person comes back. */
export function useOutboxGoesOn(): void {
  useEffect(() => {
    const personId = personNow();
    if (personId === undefined || !outboxFlag.isUp(personId)) return undefined;
    // Delayed, so that on a slow connection the page's own requests go first.
    const timer = setTimeout(() => {
      // Where it cannot be opened now, the conversation itself opens it and says so.
      if (personNow() === personId) void quietly(outboxOfPerson());
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
