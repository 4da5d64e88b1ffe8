import type { Answers, Question } from "../platform/answers.ts";
import type { User } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import { refusalOfStep } from "../platform/run-action.ts";

/** How long a connection may go on after its session has ended without a fact of this process. */
const RECHECK_MS = 60_000;

type Session = Pick<User, "userId" | "sessionId">;

/** The part of a connection that the watch needs. */
export interface Watched {
  data: { actor: User };
  disconnect(close: boolean): unknown;
}

/**
 * A connection outlives the token it started with, and a session may expire, or its user leave, without a fact. So the
 * session is checked again at commands and from time to time, at most once a minute, and at once after a fact that names it or
 * its person. A session that has to repeat a step of signing in (factors reset, initial password) counts as ended.
 */
export function createSessionWatch(answers: Answers, again: (session: Session) => Promise<User | null>) {
  const standing = (session: Session): Question<User> => ({
    key: `session:${session.sessionId}`,
    forMs: RECHECK_MS,
    async ask(restsOn) {
      restsOn(session.sessionId, session.userId);
      const actor = await again(session);
      if (!actor || refusalOfStep(actor)) throw new AppError("session_expired");
      return actor;
    },
  });
  async function requireLive({ data }: Watched): Promise<void> {
    data.actor = (await answers.remembered(standing(data.actor))).value;
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
