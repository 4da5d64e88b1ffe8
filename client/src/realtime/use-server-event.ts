import { useEffect, useRef } from "react";
import type { ServerEvent, ServerPayload } from "@fuzhen/shared/realtime/events.ts";
import { loadCode } from "../lib/load-code.ts";
import type { LiveSocket } from "./socket.ts";

/** Loads the live connection after the first paint: it is no part of the first page's download. */
export const loadLiveSocket = async (): Promise<LiveSocket> =>
  (await loadCode(() => import("./socket.ts"))).liveSocket();

/** Hears one fact of the server while the component is on screen. */
export function useServerEvent<E extends ServerEvent>(event: E, handle: (payload: ServerPayload<E>) => void): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    let off = (): void => undefined;
    let gone = false;
    void loadLiveSocket().then((socket) => {
      if (gone) return;
      const listener = (payload: unknown) => latest.current(payload as ServerPayload<E>);
      const target = socket as {
        on(event: string, listener: (payload: unknown) => void): unknown;
        off(event: string, listener: (payload: unknown) => void): unknown;
      };
      target.on(event, listener);
      off = () => void target.off(event, listener);
    });
    return () => {
      gone = true;
      off();
    };
  }, [event]);
}
