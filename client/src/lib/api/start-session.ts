import { expireSession, getSession, heedOtherTabs, lastPerson, readAsKept, sayAway } from "../session.tsx";
import { keptFlag } from "../kept/forget-kept.ts";
import { mayHaveSession, onTrace, readTrace } from "../session-trace.ts";
import { ApiError } from "./api-error.ts";
import { refreshSession } from "./refresh-session.ts";

/** So long after a page was asked for, it says that nobody answers; in ms, 5 s being the most. */
const AWAY_MS = 4500;
/** At least for so long a start waits before it says so. */
const PATIENCE_MS = 1500;

let tryNow = (): void => undefined;

/** Called once at start: answers who is signed in by the cookie. A dead line is said, and tried again until it answers. */
export async function startSession(): Promise<void> {
  if (!mayHaveSession()) return expireSession();
  // A line may be dead without saying so. The clock of the page began with its navigation.
  const late = setTimeout(() => void beAway(), Math.max(PATIENCE_MS, AWAY_MS - performance.now()));
  for (let attempt = 0; ; attempt++) {
    try {
      await refreshSession();
      return clearTimeout(late);
    } catch (error) {
      if (error instanceof ApiError) return clearTimeout(late);
      await beAway();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(15_000, 1000 * 2 ** attempt));
        tryNow = () => (clearTimeout(timer), resolve());
        window.addEventListener("online", tryNow, { once: true });
      });
    }
  }
}

/** Nobody answers: what this device keeps of its person is shown, and where it keeps nothing that is said. */
async function beAway(): Promise<void> {
  const { personId } = readTrace();
  try {
    const me =
      personId && keptFlag.isUp(personId) && (await (await import("../kept/kept-readings.ts")).readMe(personId));
    if (me) return readAsKept(me);
  } catch {
    // Its code was never fetched: as if nothing were kept.
  }
  sayAway();
}

/** A press on 再试一次: the next try begins now. */
export const retryStart = (): void => tryNow();

/**
 * The tabs of a browser have one session: who signs out in one leaves in all, who signs in stops what the others show of
 * somebody else, and a page whose person is back in another tab goes on by itself.
 */
export function followOtherTabs(): void {
  onTrace(() => {
    heedOtherTabs();
    const { status } = getSession();
    const mine = lastPerson();
    if (status === "signed-out" && mine !== undefined && readTrace().personId === mine) void startSession();
  });
}
