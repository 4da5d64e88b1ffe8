import { expireSession, getSession, heedOtherTabs, lastPerson } from "../session.tsx";
import { mayHaveSession, onTrace, readTrace } from "../session-trace.ts";
import { ApiError } from "./api-error.ts";
import { refreshSession } from "./refresh-session.ts";

/** Called once at start: answers who is signed in by the cookie. A dead line is tried again until it answers. */
export async function startSession(): Promise<void> {
  if (!mayHaveSession()) return expireSession();
  for (let attempt = 0; ; attempt++) {
    try {
      await refreshSession();
      return;
    } catch (error) {
      if (error instanceof ApiError) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(15_000, 1000 * 2 ** attempt));
        window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }
}

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
