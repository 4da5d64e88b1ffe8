import type { Signals } from "./signals.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Upper bound of remembered faults, so that memory stays limited when everything fails. */
const MOST = 5000;

/** What this process remembers since its start, for the health page. */
export interface Recent {
  since: Date;
  /** Actions that ended in a fault of ours within the last hour. */
  faults(): { action: string; count: number; lastAt: Date }[];
  /** Crashes that browsers told of within the last day. */
  crashes(): { name: string; at: string; count: number; lastAt: Date }[];
  /** The last run of each job that ran. */
  jobs(): { name: string; at: Date; ok: boolean; seconds: number }[];
  /** Parts that needed attention when last checked. */
  alarms: Set<string>;
}

/** Listens to the signals; a refusal is no fault, only `internal` and `unavailable` are. */
export function watchRecent(signals: Signals, now: () => Date): Recent {
  const since = now();
  const faults: { action: string; at: number }[] = [];
  const crashes: { name: string; at: string; time: number }[] = [];
  const jobs = new Map<string, { name: string; at: Date; ok: boolean; seconds: number }>();
  signals.on("action", ({ name, outcome }) => {
    if (outcome !== "internal" && outcome !== "unavailable") return;
    faults.push({ action: name, at: now().getTime() });
    if (faults.length > MOST) faults.shift();
  });
  signals.on("crash", ({ name, at }) => {
    crashes.push({ name, at, time: now().getTime() });
    if (crashes.length > MOST) crashes.shift();
  });
  signals.on("job", ({ name, ok, seconds }) => void jobs.set(name, { name, at: now(), ok, seconds }));
  return {
    since,
    alarms: new Set(),
    faults() {
      const from = now().getTime() - HOUR_MS;
      const found = new Map<string, { action: string; count: number; lastAt: Date }>();
      for (const { action, at } of faults) {
        if (at < from) continue;
        const before = found.get(action)?.count ?? 0;
        found.set(action, { action, count: before + 1, lastAt: new Date(at) });
      }
      return [...found.values()].toSorted((a, b) => b.count - a.count);
    },
    crashes() {
      const from = now().getTime() - DAY_MS;
      const found = new Map<string, { name: string; at: string; count: number; lastAt: Date }>();
      for (const { name, at, time } of crashes) {
        if (time < from) continue;
        const key = `${name} ${at}`;
        found.set(key, { name, at, count: (found.get(key)?.count ?? 0) + 1, lastAt: new Date(time) });
      }
      return [...found.values()].toSorted((a, b) => b.count - a.count).slice(0, 20);
    },
    jobs: () => [...jobs.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
