import type { Actor } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import { refusalOfStep } from "../platform/run-action.ts";

/** How long a connection may go on after its session has ended without anybody saying so. */
const RECHECK_MS = 60_000;

/** A connection as far as the watch needs it. */
export interface Watched {
  data: { actor: Actor; sessionSeenAt: number };
  disconnect(close: boolean): unknown;
}

/**
 * A connection outlives the token it began with, and a session may run out, or its user leave, without a fact. So the
 * session is asked for again at commands and from time to time, at most once a minute for each connection. One that has
 * to take a step of signing in again (factors reset, an initial password) is no better than an ended one.
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
    /** Throws `session_expired`; the caller answers and cuts the line. */
    requireLive,
    /** Cuts those whose session has ended: one who only listens must not hear on. */
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
