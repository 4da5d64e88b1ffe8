import { useSyncExternalStore } from "react";

/** `idle`: no live connection is wanted yet. The realtime bridge moves the others. */
export type LiveState = "idle" | "connecting" | "connected" | "reconnecting";

export interface Connection {
  online: boolean;
  live: LiveState;
}

let current: Connection = { online: navigator.onLine, live: "idle" };
const listeners = new Set<() => void>();

function change(part: Partial<Connection>): void {
  const next = { ...current, ...part };
  if (next.online === current.online && next.live === current.live) return;
  current = next;
  for (const listener of listeners) listener();
}

window.addEventListener("online", () => change({ online: true }));
window.addEventListener("offline", () => change({ online: false }));

/** Called by the realtime bridge alone. */
export function setLiveState(live: LiveState): void {
  change({ live });
}

export function getConnection(): Connection {
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isUp = ({ online, live }: Connection): boolean => online && live !== "reconnecting";

/** Runs each time line or server are back after they were away. Answers how to end it. */
export function onLineBack(run: () => void): () => void {
  let was = isUp(current);
  return subscribe(() => {
    const up = isUp(current);
    if (up && !was) run();
    was = up;
  });
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, getConnection);
}
