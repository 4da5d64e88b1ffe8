import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ServerEvent } from "@fuzhen/shared/realtime/events.ts";
import "./forget-outbox.ts";
import { loadLiveSocket } from "./use-server-event.ts";
import { whenCalm } from "./when-calm.ts";

/** Which cached questions a fact makes stale: first words of query keys (`appointments` for `["appointments", …]`). */
const staleBy: Partial<Record<ServerEvent, readonly string[]>> = {
  "appointment:changed": ["appointments", "slots", "offers"],
  "waiting:changed": ["appointments"],
  "report:changed": ["reports"],
  "file:changed": ["reports", "files"],
  "consultation:changed": ["consultations", "consultation-lines", "appointments", "plan"],
  "conversation:changed": ["consultation-lines"],
  "conversation:flagged": ["consultation-lines"],
  "message:created": ["consultation-lines"],
  "message:marked": ["consultation-lines"],
  "call:changed": ["consultations", "consultation-lines"],
  "notification:created": ["notifications"],
  // A list that is open keeps its marks for unread lines until it is left; only the count changes at once.
  "notification:read": ["notifications unread"],
};

/**
 * Connects server events to the query cache. Mounted once per signed-in layout. After each (re)connect all earlier
 * queries are invalidated, because events in between are lost. `atOnce`: the page needs the live connection (a visit,
 * messages, the desk). Elsewhere it starts when the page is calm, and then stays.
 */
export function useLiveCache(atOnce: boolean): void {
  const queryClient = useQueryClient();
  const [begun, setBegun] = useState(atOnce);
  if (atOnce && !begun) setBegun(true);

  useEffect(() => {
    if (begun) return undefined;
    return whenCalm(
      () => queryClient.isFetching() > 0,
      () => setBegun(true),
    );
  }, [begun, queryClient]);

  useEffect(() => {
    if (!begun) return undefined;
    let gone = false;
    let stop = (): void => undefined;
    void loadLiveSocket().then((socket) => {
      if (gone) return;
      const onAny = (event: string) => {
        for (const key of staleBy[event as ServerEvent] ?? [])
          void queryClient.invalidateQueries({ queryKey: key.split(" ") });
      };
      const onConnect = () => void queryClient.invalidateQueries();
      socket.onAny(onAny);
      socket.on("connect", onConnect);
      // If another feature opened the connection earlier, events before this point are lost like those before a
      // reconnect.
      if (socket.connected) onConnect();
      stop = () => {
        socket.offAny(onAny);
        socket.off("connect", onConnect);
      };
    });
    return () => {
      gone = true;
      stop();
    };
  }, [begun, queryClient]);
}
