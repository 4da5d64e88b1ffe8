import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

import type { DeriveInput } from "./derive-file.ts";
import type { DeriveResult } from "./derive-result.ts";
import { createWorkerProcess, type Outcome, type WorkerLimits, type WorkerProcess } from "./worker-process.ts";

export type DerivePool = {
  /**
   * Reads one upload and writes its pictures into `outDir` (made when missing). Either all of them appear there or,
   * when the file is refused, none. Rejects only for trouble that is not the file's: unreadable path, full disk, pool
   * closed. Waits its turn; the time limit counts from the start of the work.
   */
  derive(input: DeriveInput): Promise<DeriveResult>;
  /** Ends the workers at once; what is waiting or running rejects and may be derived again after a restart. */
  close(): Promise<void>;
};

export type DerivePoolOptions = Partial<WorkerLimits> & {
  workers?: number;
  /** For tests of the pool itself. */
  workerFile?: URL;
};

/**
 * The worker's entry seen from this very file: beside it as TypeScript in development and tests (Node strips the types,
 * in the child as well), and beside the bundle in production, where rolldown writes this input as derive-worker.js.
 */
function defaultWorkerFile(): URL {
  const name = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./derive-worker.js";
  return new URL(name, import.meta.url);
}

const refusalOf = { timeout: "file_timeout", memory: "file_too_large", crash: "file_broken" } as const;

export function createDerivePool(options: DerivePoolOptions = {}): DerivePool {
  const { timeoutMs = 60_000, maxResidentBytes = 1536 * 1024 * 1024, idleMs = 30_000 } = options;
  const { workers: size = 1, workerFile = defaultWorkerFile() } = options;
  const workers = Array.from({ length: size }, () =>
    createWorkerProcess(workerFile, { timeoutMs, maxResidentBytes, idleMs }),
  );
  const free = [...workers];
  const waiting: Array<(worker: WorkerProcess) => void> = [];
  let closed = false;

  const refuseWhenClosed = () => {
    if (closed) throw new Error("derive pool is closed");
  };

  async function onFreeWorker(work: (worker: WorkerProcess) => Promise<Outcome>): Promise<Outcome> {
    const worker = free.pop() ?? (await new Promise<WorkerProcess>((resolve) => waiting.push(resolve)));
    try {
      refuseWhenClosed();
      const outcome = await work(worker);
      refuseWhenClosed();
      return outcome;
    } finally {
      const next = waiting.shift();
      if (next) next(worker);
      else free.push(worker);
    }
  }

  async function read(path: string, outDir: string): Promise<DeriveResult> {
    const outcome = await onFreeWorker(async (worker) => {
      const first = await worker.run({ path, outDir });
      // A second try in a fresh process tells a poisonous file from a worker that was killed for other reasons.
      return "lost" in first && first.lost === "crash" && !closed ? worker.run({ path, outDir }) : first;
    });
    if ("trouble" in outcome) throw new Error(`file could not be read: ${outcome.trouble}`);
    return "result" in outcome ? outcome.result : { ok: false, refusal: refusalOf[outcome.lost] };
  }

  return {
    async derive({ path, outDir }) {
      refuseWhenClosed();
      const made = await mkdir(outDir, { recursive: true });
      // Inside outDir, hence on the same disk: the files are moved into place only when the whole set is there.
      const staging = join(outDir, `.deriving-${randomUUID()}`);
      await mkdir(staging);
      try {
        const result = await read(path, staging);
        if (result.ok) {
          for (const { fileName } of result.derivatives) await rename(join(staging, fileName), join(outDir, fileName));
        }
        return result;
      } finally {
        await rm(staging, { recursive: true, force: true });
        // A refused file leaves no empty folder behind; with pictures in it rmdir fails, as it should.
        if (made !== undefined) await rmdir(outDir).catch(() => undefined);
      }
    },
    async close() {
      closed = true;
      for (const worker of workers) worker.stop();
    },
  };
}
