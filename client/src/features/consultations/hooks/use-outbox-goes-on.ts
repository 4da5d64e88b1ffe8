import { useEffect } from "react";
import { loadCode } from "../../../lib/load-code.ts";
import { outboxWaits } from "../../../realtime/outbox-waits.ts";

/** What was written when the page was closed goes out by itself, wherever the person comes back. */
export function useOutboxGoesOn(): void {
  useEffect(() => {
    if (!outboxWaits()) return undefined;
    // After the page has drawn and asked its own questions: a bad line is theirs first.
    const timer = setTimeout(async () => {
      const { openOutbox } = await loadCode(() => import("../chat/open-outbox.ts"));
      void openOutbox();
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
