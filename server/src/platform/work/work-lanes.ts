import { randomUUID } from "node:crypto";
import type { Pace } from "./pace.ts";
import { holdAll, letGo, renewHeld } from "./named-work.repo.ts";

/**
 * Which order keys this process works on, so that rows of one key are taken by no two processes at once and stay in order. A key is
 * had from the first row that is taken of it until nothing of it is under way here.
 */
export function createWorkLanes({ kind, pace }: { kind: string; pace: Pick<Pace, "leaseMs"> }) {
  const how = { kind, holder: randomUUID(), pace };
  /** How much of each is under way here. */
  const had = new Map<string, number>();
  const count = (key: string, by: number) => had.set(key, (had.get(key) ?? 0) + by);
  return {
    /** Those of these keys that nobody else has; they are this process's now. */
    async hold(keys: readonly string[], now: Date): Promise<Set<string>> {
      const mine = await holdAll([...new Set(keys)], now, how);
      for (const key of mine) count(key, 0);
      return mine;
    },
    enter: (key: string): void => void count(key, 1),
    leave: (key: string): void => void count(key, -1),
    /** Has those longer that are in use, and leaves the others to whoever comes. Not beside `hold`: it would let go what that takes. */
    async tend(now: Date): Promise<void> {
      if (had.size === 0) return;
      const idle = [...had].flatMap(([key, underWay]) => (underWay === 0 ? [key] : []));
      await letGo(idle, how);
      for (const key of idle) had.delete(key);
      if (had.size > 0) await renewHeld(how, now);
    },
  };
}
export type WorkLanes = ReturnType<typeof createWorkLanes>;
