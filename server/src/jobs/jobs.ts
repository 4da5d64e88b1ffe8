import { Cron } from "croner";
import { HOSPITAL_ZONE } from "@fuzhen/shared/time.ts";
import type { Job } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import { describeFault } from "../platform/describe-fault.ts";
import { isFree, nextTry } from "../platform/work/pace.ts";
import { bringForward, keepTimed, listTimed, noteRun, TIMED, timedName } from "../platform/work/timed-work.repo.ts";
import { createWorkRows } from "../platform/work/work-rows.ts";
import { createWorkRunner } from "../platform/work/work-runner.ts";
import { WorkModel, type WorkDoc } from "../platform/work/work.model.ts";

/** A run that failed is tried again after a while, at the latest when its time comes. */
const PACE = { leaseMs: 15_000, firstWaitMs: 1000, longestWaitMs: 60_000 };
const LOOK_EVERY_MS = 1000;
/** By so much the clocks of two servers may differ. */
const CLOCKS_MS = 60_000;

const ZONE = { timezone: HOSPITAL_ZONE };

/**
 * Runs the modules' timed work. Each run is had by one of the processes on a database, and taken over by another when that one dies
 * within it; only what a process does for itself (`each`) it runs by its own clock. No run begins while the one before goes on.
 */
export function createJobs(services: Services, jobs: readonly Job[]) {
  const { now } = services;
  const shared = new Map(jobs.filter(({ each }) => !each).map((job) => [job.name, job]));
  const patterns = new Map(jobs.map(({ name, every }) => [name, new Cron(every, { ...ZONE, paused: true })]));
  let crons: Cron[] = [];

  function next(name: string, after: Date): Date {
    const at = patterns.get(name)?.nextRun(after);
    if (!at) throw new Error(`no time ever comes for ${name}`);
    return at;
  }

  async function run(job: Job): Promise<boolean> {
    const began = performance.now();
    let ok = false;
    try {
      await services.tracing.span(`job ${job.name}`, {}, () => job.run(services), null);
      ok = true;
    } catch (error) {
      services.log.error({ job: job.name, error: describeFault(error) }, "job failed");
    }
    services.signals.emit("job", { name: job.name, ok, seconds: (performance.now() - began) / 1000 });
    return ok;
  }

  /** One question a second where nothing is due. */
  async function due(underWay: readonly WorkDoc[], at: Date) {
    const ids: string[] = [];
    for (const row of await listTimed()) {
      const name = timedName(row);
      if (!shared.has(name) || !isFree(row, at, PACE) || underWay.some(({ _id }) => _id === row._id)) continue;
      if (row.dueAt <= at) ids.push(row._id);
      // Written by a clock that was ahead and has been set back since.
      else if (row.dueAt.getTime() > next(name, at).getTime() + CLOCKS_MS) await bringForward(row, next(name, at));
    }
    // Its time asked again: what another process has run meanwhile is due far from now, which of other work would mean a wrong clock.
    return ids.length > 0 ? [{ where: { _id: { $in: ids }, dueAt: { $lte: at } } }] : [];
  }

  const runner = createWorkRunner<WorkDoc>(services, {
    kind: TIMED.kind,
    rows: createWorkRows(WorkModel, { pace: PACE, waits: TIMED }),
    atOnce: Math.max(1, shared.size),
    lookEveryMs: LOOK_EVERY_MS,
    wishes: due,
    async run(row) {
      const job = shared.get(timedName(row));
      if (!job) return;
      const ok = await run(job);
      const lastAt = now();
      const times = [next(job.name, lastAt), ...(ok ? [] : [nextTry(row.attempts, lastAt, PACE)])];
      const dueAt = new Date(Math.min(...times.map((time) => time.getTime())));
      await noteRun(row, { dueAt, attempts: ok ? 0 : row.attempts, lastAt, lastOk: ok });
    },
  });

  return {
    async start(): Promise<void> {
      await keepTimed(new Map([...shared.keys()].map((name) => [name, next(name, now())])));
      runner.start();
      crons = jobs
        .filter(({ each }) => each)
        .map(
          (job) => new Cron(job.every, { ...ZONE, protect: true, unref: true }, () => run(job).then(() => undefined)),
        );
    },
    /** Begins no more runs; resolves when those under way have ended, or have been waited for long enough. */
    async stop(): Promise<void> {
      for (const cron of crons) cron.stop();
      await runner.stop();
    },
  };
}
