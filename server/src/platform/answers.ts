import type { CommittedFact } from "./committed-fact.ts";

/** Answers that this process remembers at most. */
const MOST = 20_000;

/** An answer, and whether it still stands: nothing that it rests on has been changed by this process since it was asked for. */
export interface Answer<T> {
  value: T;
  stands(): boolean;
}
export interface Question<T> {
  key: string;
  /** How long the answer may be remembered. */
  forMs: number;
  /** Finds the answer; says of each row by its id that the answer rests on it, before it reads what may change with it. */
  ask(restsOn: (...ids: readonly (string | null)[]) => void): Promise<T>;
}

interface Entry {
  promise: Promise<unknown>;
  restsOn: Set<string>;
  until: number;
}

/**
 * Remembers answers of gates for moments, so that each packet of an open room need not ask the database again. An answer is
 * forgotten when a fact of this process names an id that it rests on: as soon as that fact is committed, before whoever made the
 * change is told of it, and also while it is still being asked for. What other processes change, and what ends by the clock,
 * counts when the answer's time is up.
 */
export function createAnswers(now: () => Date) {
  // In the order in which they were asked for.
  const entries = new Map<string, Entry>();
  const keysOf = new Map<string, Set<string>>();

  function remove(key: string, entry: Entry): void {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    for (const id of entry.restsOn) {
      const keys = keysOf.get(id);
      keys?.delete(key);
      if (keys?.size === 0) keysOf.delete(id);
    }
  }

  function forget(id: string): void {
    for (const key of keysOf.get(id) ?? []) {
      const entry = entries.get(key);
      if (entry) remove(key, entry);
    }
  }

  function begin<T>({ key, forMs, ask }: Question<T>): Entry {
    const before = entries.get(key);
    if (before) remove(key, before);
    const entry: Entry = { promise: Promise.resolve(), restsOn: new Set(), until: now().getTime() + forMs };
    entries.set(key, entry);
    entry.promise = ask((...ids) => {
      if (entries.get(key) !== entry) return;
      for (const id of ids) {
        if (id === null || entry.restsOn.has(id)) continue;
        entry.restsOn.add(id);
        keysOf.set(id, (keysOf.get(id) ?? new Set()).add(key));
      }
    });
    // A refusal is asked for anew each time.
    entry.promise.catch(() => remove(key, entry));
    for (const [oldest, old] of entries) {
      if (entries.size <= MOST) break;
      remove(oldest, old);
    }
    return entry;
  }

  const isGood = (key: string, entry: Entry) => entries.get(key) === entry && now().getTime() < entry.until;

  async function answerOf<T>({ key }: Question<T>, entry: Entry): Promise<Answer<T>> {
    return { value: (await entry.promise) as T, stands: () => isGood(key, entry) };
  }

  return {
    /** The answer that is remembered, else the one found now. */
    remembered<T>(question: Question<T>): Promise<Answer<T>> {
      const known = entries.get(question.key);
      return answerOf(question, known && isGood(question.key, known) ? known : begin(question));
    },
    /** Found now, whatever is remembered. */
    anew: <T>(question: Question<T>): Promise<Answer<T>> => answerOf(question, begin(question)),
    /** For a change without a fact. */
    forget,
    /** To be called with the facts of every commit. */
    hear(facts: readonly CommittedFact[]): void {
      for (const { patientId, entity, data, carriedBy } of facts) {
        // What only adds a row (a message) ends nobody's right.
        if (carriedBy !== undefined) continue;
        if (patientId) forget(patientId);
        forget(entity.id);
        for (const value of Object.values(data) as unknown[]) if (typeof value === "string") forget(value);
      }
    },
  };
}
export type Answers = ReturnType<typeof createAnswers>;
