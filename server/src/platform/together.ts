import { busy } from "./transaction-line.ts";

export type Outcome<R> = { done: R } | { refusal: unknown };

interface Together<T, R> {
  /** How many go in one piece at most. */
  most: number;
  /** Who has waited for so long is told `busy`, also where the piece before hangs. */
  waitMs: number;
  /** So long after a piece the next one waits for company, where nobody waits for what is done. */
  restMs?: number;
  /** Two that share a key are never in one piece. */
  keysOf(item: T): readonly string[];
  /** Does them all, with an outcome for each in its place; an error concerns them all. */
  work(items: readonly T[]): Promise<readonly Outcome<R>[]>;
}

interface Waiting<T, R> {
  item: T;
  keys: readonly string[];
  timer: NodeJS.Timeout;
  resolve: (done: R) => void;
  reject: (refusal: unknown) => void;
}

/** What comes while a piece of work is under way goes together in the next one. What comes alone goes at once. */
export function createTogether<T, R>({
  most,
  waitMs,
  restMs = 0,
  keysOf,
  work,
}: Together<T, R>): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let underWay = false;

  /** Those who go next, in the order in which they came. */
  function take(): Waiting<T, R>[] {
    const taken: Waiting<T, R>[] = [];
    const keys = new Set<string>();
    waiting = waiting.filter((one) => {
      if (taken.length === most || one.keys.some((key) => keys.has(key))) return true;
      for (const key of one.keys) keys.add(key);
      clearTimeout(one.timer);
      taken.push(one);
      return false;
    });
    return taken;
  }

  async function give(piece: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const outcomes = await work(piece.map(({ item }) => item));
      for (const [place, { resolve, reject }] of piece.entries()) {
        const outcome = outcomes[place];
        if (outcome && "done" in outcome) resolve(outcome.done);
        else reject(outcome?.refusal ?? new Error("no outcome"));
      }
    } catch (error) {
      for (const { reject } of piece) reject(error);
    }
  }

  function next(): void {
    if (underWay || waiting.length === 0) return;
    underWay = true;
    const end = (): void => {
      underWay = false;
      next();
    };
    void give(take()).finally(() => (restMs > 0 ? setTimeout(end, restMs) : end()));
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting = waiting.filter((other) => other !== one);
        reject(busy());
      }, waitMs);
      const one = { item, keys: keysOf(item), timer, resolve, reject };
      waiting.push(one);
      next();
    });
}
