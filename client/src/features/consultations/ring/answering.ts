import { useSyncExternalStore } from "react";

/** What this page has answered to calls that rang; the visit's page takes it from here, wherever the call rang. */
interface Answers {
  /** The call that is to be entered once its visit is on the screen. */
  wanted: { consultationId: string; callId: string } | null;
  /** Calls that ring here no more, whatever became of them. */
  settled: ReadonlySet<string>;
}

let answers: Answers = { wanted: null, settled: new Set() };
const listeners = new Set<() => void>();
function change(next: Partial<Answers>): void {
  answers = { ...answers, ...next };
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Silences it here at once; the other devices hear of it by the server. */
export const settleRing = (callId: string): void => change({ settled: new Set([...answers.settled, callId]) });

export function takeCall(wanted: { consultationId: string; callId: string }): void {
  settleRing(wanted.callId);
  change({ wanted });
}

/** Its visit's page has begun to enter it. */
export const callIsEntered = (): void => change({ wanted: null });

const isWanted = (consultationId: string) =>
  answers.wanted?.consultationId === consultationId ? answers.wanted.callId : null;

/** Id of the call of this visit that was taken on some page; null when none was. */
export const useWantedCall = (consultationId: string): string | null =>
  useSyncExternalStore(subscribe, () => isWanted(consultationId));

const settledNow = () => answers.settled;
export const useSettledRings = (): ReadonlySet<string> => useSyncExternalStore(subscribe, settledNow);
