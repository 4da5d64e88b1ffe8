import { useEffect } from "react";
import { outboxWaits } from "../../../realtime/outbox-waits.ts";

/** What was written when the page was closed goes out by itself, wherever the person comes back. */
export function useOutboxGoesOn(): void {
  useEffect(() => {
    if (!outboxWaits()) return undefined;
    // After the page has drawn and asked its own questions: a bad line is theirs first.
    const timer = setTimeout(() => void import("../chat/open-outbox.ts").then(({ openOutbox }) => openOutbox()), 1500);
    return () => clearTimeout(timer);
  }, []);
}
