import { availableParallelism } from "node:os";
import type { Services } from "../../platform/context.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { AppError } from "../../platform/errors.ts";
import {
  LEASE_MS,
  leaseNextFile,
  LONGEST_WAIT_MS,
  releaseFile,
  renewLease,
  type LeasedFile,
} from "./file-work.repo.ts";
import { eraseFile } from "./erase-file.ts";
import { createDerivePool, type DerivePoolOptions } from "./reading/derive-pool.ts";
import { readWithinBudget } from "./reading-budget.ts";
import { createReadingTurns } from "./reading-turns.ts";
import { settleFile } from "./settle-file.ts";

/** At least two workers, so that one slow file does not hold up the others for its whole minute. */
const WORKERS = Math.min(4, Math.max(2, availableParallelism() - 1));

/** How long a file waits when the store of its bytes is away. */
const STORE_AWAY_MS = 20_000;

export interface FileReader {
  /** Starts, first resuming or cleaning up what a crash left behind. */
  start(): Promise<void>;
  /** There may be work now. */
  poke(): void;
  /** Stops the work in progress; it is repeated after the next start. */
  close(): Promise<void>;
}

/** Processes files that wait to be read or removed. Woken after an upload, and by a timer for what was left behind. */
export function createFileReader(services: Services, options: DerivePoolOptions = {}): FileReader {
  const workers = options.workers ?? WORKERS;
  const pool = createDerivePool({ ...options, workers });
  const turns = createReadingTurns(workers);
  const loops = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let closed = false;

  async function work(file: LeasedFile): Promise<void> {
    const ended = turns.begin(file);
    const renewal = setInterval(() => void renewLease(file, services.now()).catch(() => undefined), LEASE_MS / 3);
    let dueAt = services.now();
    let { attempts } = file;
    try {
      if (file.status === "removing") await eraseFile(services, file);
      else if (!(await readWithinBudget(services, file, () => settleFile(services, pool, file)))) {
        // The account has had its share of the day; asked again in a while, which is no try.
        dueAt = new Date(services.now().getTime() + LONGEST_WAIT_MS);
        attempts -= 1;
      }
    } catch (error) {
      // Not the file's fault (disk full, database gone, server stopping): tried again, at most ten minutes later. A bucket
      // that is away may be so for long, which must not use up the file's tries.
      if (closed) attempts -= 1;
      else if (error instanceof AppError && error.code === "unavailable") {
        services.log.warn({ fileId: file.id }, "file waits for the store of its bytes");
        dueAt = new Date(services.now().getTime() + STORE_AWAY_MS);
        attempts -= 1;
      } else {
        services.log.error({ fileId: file.id, attempts, error: describeFault(error) }, "file not read");
        dueAt = new Date(services.now().getTime() + Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempts, 10)));
      }
    } finally {
      clearInterval(renewal);
      ended();
      // Changes nothing when the work is done. Also releases a file that its owner withdrew in the meantime.
      await releaseFile(file, dueAt, attempts);
    }
  }

  async function drain(): Promise<void> {
    for (;;) {
      const file = await next();
      if (!file) return;
      await work(file);
    }
  }

  async function next(): Promise<LeasedFile | null> {
    for (const wish of turns.wishes()) {
      const file = closed ? null : await leaseNextFile(services.now(), wish);
      if (file) return file;
    }
    return null;
  }

  function poke(): void {
    if (closed) return;
    // A loop that is just ending may have missed the work this call announces.
    again = loops.size >= workers;
    if (again) return;
    // Traced separately: an upload woke the loop, but the loop is not part of that request.
    const loop = services.tracing
      .outside(drain)
      .catch((error: unknown) => services.log.error({ error: describeFault(error) }, "file reader stopped short"))
      .then(() => {
        loops.delete(loop);
        if (again) poke();
      });
    loops.add(loop);
  }

  return {
    async start() {
      // A bucket that is away must not keep the server from starting; what is left there waits for the next start.
      for (const store of [services.objects, services.uploads])
        await store.dropUnfinished().catch((error: unknown) => {
          services.log.warn({ error: describeFault(error) }, "unfinished writes not dropped");
        });
      timer = setInterval(poke, 5000);
      timer.unref();
      poke();
    },
    poke,
    async close() {
      closed = true;
      clearInterval(timer);
      await pool.close();
      await Promise.all(loops);
    },
  };
}
