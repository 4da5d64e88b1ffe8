import type { Actor } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import { refusalOfStep } from "../platform/run-action.ts";

/** How long a connection may go on after its session has ended without a fact. */
const RECHECK_MS = 60_000;

/** The part of a connection that the watch needs. */
export interface Watched {
  data: { actor: Actor; sessionSeenAt: number };
  disconnect(close: boolean): unknown;
}

/**
 * A connection outlives the token it started with, and a session may expire, or its user leave, without a fact. So the
 * session is checked again at commands and from time to time, at most once a minute per connection. A session that has
 * to repeat a step of signing in (factors reset, initial password) counts as ended.
 */
export function createSessionWatch(now: () => Date, again: (actor: Actor) => Promise<Actor | null>) {
  async function requireLive({ data }: Watched): Promise<void> {
    const asked = now().getTime();
    if (asked - data.sessionSeenAt < RECHECK_MS) return;
    const actor = await again(data.actor);
    if (!actor || refusalOfStep(actor)) throw new AppError("session_expired");
    data.actor = actor;
    data.sessionSeenAt = asked;
  }
  return {
    /** Throws `session_expired`; the caller answers and closes the connection. */
    requireLive,
    /** Closes connections whose session has ended, also those that only listen. */
    async cutDead(sockets: Iterable<Watched>): Promise<void> {
      for (const socket of sockets) {
        await requireLive(socket).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          socket.disconnect(true);
        });
      }
    },
  };
}
export type SessionWatch = ReturnType<typeof createSessionWatch>;
