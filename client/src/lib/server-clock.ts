/**
 * The client's only clock is the server's. A phone may be a day or a year off, while days and deadlines are those of
 * the server. `device-clock.test.ts` keeps other uses of the device's clock out.
 */

/** How far the server's clock is ahead of this device's, in ms; 0 while they agree. */
let aheadMs = 0;
const listeners = new Set<() => void>();

/** The Date header has whole seconds and took time to arrive: smaller differences are ignored. */
const SAME_MS = 5000;

/** Each answer of the API says what time it is there. */
export function noteServerClock({ headers }: Response): void {
  const there = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(there)) return;
  const ahead = there - Date.now();
  const next = Math.abs(ahead) < SAME_MS ? 0 : ahead;
  // A second more or less from answer to answer is the header's rounding: nothing is drawn anew for it.
  if (Math.abs(next - aheadMs) < SAME_MS && next !== 0) return;
  if (next === aheadMs) return;
  aheadMs = next;
  for (const listener of listeners) listener();
}

/** Epoch ms by the server's clock. */
export const serverNow = (): number => Date.now() + aheadMs;

/** Calls back when the server's clock turns out to differ from what was believed. Answers how to stop. */
export function onServerClock(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
