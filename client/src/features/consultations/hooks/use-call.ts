import { useSyncExternalStore } from "react";
import type { CallEngine } from "../rtc/call-engine.ts";
import type { CallSnapshot } from "../rtc/snapshot.ts";

/** Draw this and nothing else; verbs are on the engine. The route that made the engine starts and disposes it. */
export function useCall(engine: CallEngine): CallSnapshot {
  return useSyncExternalStore(engine.subscribe, engine.getSnapshot);
}
