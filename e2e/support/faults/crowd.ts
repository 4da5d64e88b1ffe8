import { setTimeout as pause } from "node:timers/promises";
import { Refusal, signInOverApi, type Api } from "../../fixtures/client.ts";

type Account = Parameters<typeof signInOverApi>[1];

/** What a client knows: the key of its request, and what the server acknowledged. */
export interface Acknowledged {
  bookings: { id: string; requestKey: string; start: string; specialistId: string; cancelled: boolean }[];
  messages: { id: string; clientMessageId: string; text: string }[];
  uploads: { fileId: string; uploadKey: string; patientId: string }[];
  reports: { id: string; requestKey: string; patientId: string }[];
  signatures: { consultationId: string; value: string }[];
}

/** Clients that keep working while things are killed: requests without an answer are sent again under the same key. */
export class Crowd {
  readonly said: Acknowledged = { bookings: [], messages: [], uploads: [], reports: [], signatures: [] };
  readonly url: string;
  /** No new requests from now on; those under way are completed. */
  closing = false;
  /** Requests whose answer was lost, and were sent again. */
  resent = 0;
  /** Answers 500: the server said of itself that it has a fault. */
  internal = 0;

  constructor(url: string) {
    this.url = url;
  }

  get acknowledged(): number {
    return Object.values(this.said).reduce((sum, list) => sum + list.length, 0);
  }

  /** Retries until there is an answer. A final refusal is an answer, and thrown. */
  async sure<T>(run: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        if (!this.isOfTheMoment(error)) throw error;
        this.resent += 1;
        await pause(50);
      }
    }
  }

  private isOfTheMoment(error: unknown): boolean {
    // A broken connection gives no answer: nobody knows whether it was done.
    if (!(error instanceof Refusal)) return true;
    if (error.problem.code === "internal") this.internal += 1;
    return error.problem.status >= 500 || error.problem.code === "rate_limited";
  }
}

/** Access tokens live ten minutes, and signing wants a session that has just proved itself. */
const TOKEN_MS = 180_000;

/** A code of an authenticator counts once in its half minute: who has just used one waits for the next. */
const CODE_MS = 5000;

/** A signed-in person who signs in again before the token runs out; whoever asks meanwhile waits for the same sign-in. */
export function personOf(crowd: Crowd, account: Account) {
  let until = 0;
  let signedIn: Promise<{ api: Api; token: string }> | undefined;
  const signIn = async (): Promise<{ api: Api; token: string }> => {
    for (;;) {
      try {
        return await crowd.sure(() => signInOverApi(crowd.url, account));
      } catch (error) {
        if (!(error instanceof Refusal && error.problem.code === "second_factor_wrong")) throw error;
        await pause(CODE_MS);
      }
    }
  };
  return {
    fresh(): Promise<{ api: Api; token: string }> {
      if (!signedIn || performance.now() > until) {
        until = performance.now() + TOKEN_MS;
        signedIn = signIn();
      }
      return signedIn;
    },
  };
}
export type Person = ReturnType<typeof personOf>;
