import { expireSession } from "../session.tsx";
import { mayHaveSession } from "../session-trace.ts";
import { refreshSession } from "./refresh-session.ts";

/** Called once at start: answers who is signed in by the cookie. A dead line is tried again until it answers. */
export async function startSession(): Promise<void> {
  if (!mayHaveSession()) return expireSession();
  for (let attempt = 0; ; attempt++) {
    try {
      await refreshSession();
      return;
    } catch {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(15_000, 1000 * 2 ** attempt));
        window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }
}
