import { setTimeout as wait } from "node:timers/promises";
import type { Services } from "../context.ts";
import { describeFault } from "../describe-fault.ts";
import { AppError } from "../errors.ts";
import { isParked, nextTry } from "./pace.ts";
import type { Later, Wish, WorkRow, WorkRows } from "./work-rows.ts";

/** How one kind of work is done in this process. */
export interface WorkKind<Row extends WorkRow> {
  /** For the log. */
  kind: string;
  rows: WorkRows<Row>;
  /** How many rows are worked on at once here. */
  atOnce: number;
  /** Besides being woken it looks for work that others have left, or that has become due. */
  lookEveryMs: number;
  /**
   * What to ask for, one after the other until there is something, given what is under way here; without it, the row that has
   * been due for longest.
   */
  wishes?: (underWay: readonly Row[], now: Date) => Wish[] | Promise<Wish[]>;
  /**
   * Does it; may be called again for the same row after a crash at any point. Its last write ends the work, and names the lease
   * (`stillHeld`, `GIVEN_BACK`). What it leaves undone is due again: at once, or as it answers; where it throws, after a wait that
   * grows (`Pace`), and an `unavailable` (a store that is away) is not counted as a try. `signal` tells that the process stops, or
   * that the lease was lost.
   */
  run: (row: Row, signal: AbortSignal) => Promise<Later | void>;
}

/** So long work waits for a store that is away. */
const AWAY_MS = 20_000;
/** A stop waits no longer than this; what is still under way then is taken over when its lease runs out. */
const STOP_MS = 2000;

/**
 * Works on the rows of one kind, so many at once. Any number of processes may: each row is had by one. The lease of a long one is
 * renewed while it goes on.
 */
export function createWorkRunner<Row extends WorkRow>(services: Services, work: WorkKind<Row>) {
  const { kind, rows, atOnce, lookEveryMs, run } = work;
  const underWay = new Map<Row, AbortController>();
  const loops = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let stopped = false;

  async function take(): Promise<Row | null> {
    const now = services.now();
    const wishes = work.wishes ? await work.wishes([...underWay.keys()], now) : [{}];
    for (const wish of wishes) {
      const row = stopped ? null : await rows.take(now, wish);
      if (row) return row;
    }
    return null;
  }

  /** What becomes of a row whose work threw. */
  function afterFault(row: Row, error: unknown): Later {
    const now = services.now();
    const told = { work: kind, id: String(row._id), attempts: row.attempts, error: describeFault(error) };
    if (stopped) return { dueAt: now, attempts: row.attempts - 1 };
    if (error instanceof AppError && error.code === "unavailable") {
      services.log.warn(told, "work waits for what is away");
      return { dueAt: new Date(now.getTime() + AWAY_MS), attempts: row.attempts - 1 };
    }
    services.log.error(told, isParked(row.attempts, rows.pace) ? "work failed again, and is set aside" : "work failed");
    return { dueAt: nextTry(row.attempts, now, rows.pace), attempts: row.attempts };
  }

  async function doOne(row: Row): Promise<void> {
    const ending = new AbortController();
    underWay.set(row, ending);
    // While the database is away nobody else takes it either.
    const renew = () =>
      rows.renew(row, services.now()).then(
        (has) => has || ending.abort(),
        () => undefined,
      );
    const renewal = setInterval(() => void renew(), rows.pace.leaseMs / 3);
    try {
      const undone = { dueAt: services.now(), attempts: row.attempts };
      const later = await run(row, ending.signal).then(
        (answer) => answer ?? undone,
        (error: unknown) => afterFault(row, error),
      );
      await rows.putOff(row, later);
    } finally {
      clearInterval(renewal);
      underWay.delete(row);
    }
  }

  async function drain(): Promise<void> {
    for (;;) {
      const row = await take();
      if (!row) return;
      const done = doOne(row);
      // Where there was one there may be more; who asks for the next knows of this one.
      wake();
      await done;
    }
  }

  function wake(): void {
    if (stopped) return;
    // A loop that is just ending may have missed the work that this call announces.
    again = loops.size >= atOnce;
    if (again) return;
    // Traced by itself: a request may have woken it, but it is no part of that.
    const loop = services.tracing
      .outside(drain)
      .catch((error: unknown) => services.log.error({ work: kind, error: describeFault(error) }, "work stopped short"))
      .then(() => {
        loops.delete(loop);
        if (again) wake();
      });
    loops.add(loop);
  }

  return {
    start(): void {
      timer = setInterval(wake, lookEveryMs);
      timer.unref();
      wake();
    },
    /** There may be work now. */
    wake,
    /** Takes nothing more, and tells what is under way to end; resolves when it has, or has been waited for long enough. */
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      for (const ending of underWay.values()) ending.abort();
      await Promise.race([Promise.all(loops), wait(STOP_MS, undefined, { ref: false })]);
    },
  };
}
