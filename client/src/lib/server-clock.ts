/** How far the server's clock is ahead of this device's, in ms; 0 while they agree. */
let aheadMs = 0;

/** The header counts whole seconds and was some time on its way: less than this is no difference. */
const SAME_MS = 5000;

/** Each answer of the API says what time it is there: hospital computers are off by minutes more often than one thinks. */
export function noteServerClock({ headers }: Response): void {
  const there = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(there)) return;
  const ahead = there - Date.now();
  aheadMs = Math.abs(ahead) < SAME_MS ? 0 : ahead;
}

/** Epoch ms by the server's clock: for instants of the server that are counted down to (`idleAt`, `resendAt`). */
export const serverNow = (): number => Date.now() + aheadMs;
