import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ServerEvent } from "@fuzhen/shared/realtime/events.ts";
import "./forget-outbox.ts";
import { loadLiveSocket } from "./use-server-event.ts";

/** Which cached questions a fact makes stale: first words of query keys (`["appointments", …]`). */
const staleBy: Partial<Record<ServerEvent, readonly string[]>> = {
  "appointment:changed": ["appointments", "slots", "offers"],
  "report:changed": ["reports"],
  "file:changed": ["reports", "files"],
  "consultation:changed": ["consultations", "consultation-lines", "appointments", "plan"],
  "conversation:changed": ["consultation-lines"],
  "message:created": ["consultation-lines"],
  "message:marked": ["consultation-lines"],
  "call:changed": ["consultations", "consultation-lines"],
  "notification:created": ["notifications"],
};

/**
 * The bridge from facts to the query cache. Mounted once per signed-in layout. After a reconnect everything is asked
 * again, for facts told meanwhile are gone.
 */
export function useLiveCache(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    let gone = false;
    let stop = (): void => undefined;
    void loadLiveSocket().then((socket) => {
      if (gone) return;
      const onAny = (event: string) => {
        for (const key of staleBy[event as ServerEvent] ?? []) void queryClient.invalidateQueries({ queryKey: [key] });
      };
      let connectedBefore = socket.connected;
      const onConnect = () => {
        if (connectedBefore) void queryClient.invalidateQueries();
        connectedBefore = true;
      };
      socket.onAny(onAny);
      socket.on("connect", onConnect);
      stop = () => {
        socket.offAny(onAny);
        socket.off("connect", onConnect);
      };
    });
    return () => {
      gone = true;
      stop();
    };
  }, [queryClient]);
}
