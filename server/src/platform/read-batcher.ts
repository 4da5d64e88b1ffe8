import { insideTransaction } from "./database.ts";

/** Keys that go in one read at most, and how many reads are under way at once. */
const MOST = 200;
const AT_ONCE = 2;
/** A read that takes longer hangs: it keeps back nobody else. */
const SLOW_MS = 500;

interface Asked<T> {
  promise: Promise<T | undefined>;
  resolve: (found: T | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Rows that are asked for within one turn of the event loop, or while others are being read, are read by one command, each key once:
 * in a rush hundreds of calls ask the same of the database, each of its own person. Nothing is remembered: what is read is read
 * after it was asked for. Inside a transaction each is read by itself, in it. `read` gets keys of which each is well formed, for
 * one that is not would spoil it for the others; those that it leaves out answer undefined. What it answers is shared, so nobody
 * changes it.
 */
export function createReadBatcher<T>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (key: string) => Promise<T | undefined> {
  const asked = new Map<string, Asked<T>>();
  let underWay = 0;
  let scheduled = false;

  function send(all: readonly (readonly [string, Asked<T>])[]): void {
    underWay += 1;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      underWay -= 1;
      next();
    };
    const timer = setTimeout(end, SLOW_MS);
    void read(all.map(([key]) => key))
      .then(
        (found) => all.forEach(([key, { resolve }]) => resolve(found.get(key))),
        (error: unknown) => all.forEach(([, { reject }]) => reject(error)),
      )
      .finally(() => {
        clearTimeout(timer);
        end();
      });
  }

  function next(): void {
    scheduled = false;
    while (asked.size > 0 && underWay < AT_ONCE) {
      const all = [...asked].slice(0, MOST);
      for (const [key] of all) asked.delete(key);
      send(all);
    }
  }

  return async (key) => {
    if (insideTransaction()) return (await read([key])).get(key);
    const known = asked.get(key);
    if (known) return known.promise;
    const mine = Promise.withResolvers<T | undefined>();
    asked.set(key, mine);
    if (!scheduled && underWay < AT_ONCE) {
      scheduled = true;
      setImmediate(next);
    }
    return mine.promise;
  };
}
