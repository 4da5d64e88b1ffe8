import { AppError } from "./errors.ts";

/** So many of one may wait; beyond that it is a flood, whatever the other limits say. */
const MOST_WAITING = 1500;

/** Places for work of which each (an account, an address) has only so many at once; the rest of theirs waits, others' goes on. */
export interface FairLine {
  /** Waits for a place; the answer gives it back and may be called again. `rate_limited` when too many wait already. */
  enter(key: string): Promise<() => void>;
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** `perKey`: places of one. `atOnce`: of all together, for work that takes the processor; given in turn, one of each. */
export function createFairLine({ perKey, atOnce = Infinity }: { perKey: number; atOnce?: number }): FairLine {
  const running = new Map<string, number>();
  // Keys in the order of their turn.
  const waiting = new Map<string, (() => void)[]>();
  let busy = 0;

  const hasPlace = (key: string) => busy < atOnce && (running.get(key) ?? 0) < perKey;

  function take(key: string): () => void {
    busy += 1;
    running.set(key, (running.get(key) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      busy -= 1;
      const left = (running.get(key) ?? 1) - 1;
      if (left > 0) running.set(key, left);
      else running.delete(key);
      callNext(key);
    };
  }

  /** Whoever may come in now: with room for all, only one of the same can; else the first whose turn it is. */
  function callNext(freed: string): void {
    const keys = atOnce === Infinity ? [freed] : waiting.keys();
    for (const key of keys) {
      const [first, ...rest] = waiting.get(key) ?? [];
      if (!first || !hasPlace(key)) continue;
      waiting.delete(key);
      // Behind the others.
      if (rest.length > 0) waiting.set(key, rest);
      first();
      return;
    }
  }

  async function enter(key: string): Promise<() => void> {
    const line = waiting.get(key) ?? [];
    if (line.length === 0 && hasPlace(key)) return take(key);
    if (line.length >= MOST_WAITING) throw new AppError("rate_limited", [], 1);
    return new Promise((resolve) => {
      line.push(() => resolve(take(key)));
      waiting.set(key, line);
    });
  }

  return {
    enter,
    async run(key, work) {
      const leave = await enter(key);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
