import type { DeriveResult, Picture } from "./derive-result.ts";
import { refusalOfSize } from "./sniff.ts";
import {
  createWorkerProcess,
  type FileSource,
  type Outcome,
  type ReadingWish,
  type WorkerLimits,
  type WorkerProcess,
} from "./worker-process.ts";

export type DerivePool = {
  /**
   * Reads one upload and passes its pictures to `keep` one by one as they are made. If the file is refused half-way, or
   * read again after a crash, some pictures may have come before. Rejects only for faults of ours: unreadable bytes, a
   * failing `keep`, a closed pool. Waits for a free worker; the time limit (`timeoutMs`, else the pool's) counts from the
   * start of the work. With `firstPage` no other is drawn.
   */
  derive(
    source: FileSource,
    keep: (picture: Picture) => Promise<void>,
    wish?: { timeoutMs?: number; firstPage?: boolean },
  ): Promise<DeriveResult>;
  /** Stops the workers at once; waiting and running calls reject and may be repeated after a restart. */
  close(): Promise<void>;
};

export type DerivePoolOptions = Partial<WorkerLimits> & {
  /** The longest one file may take. */
  timeoutMs?: number;
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
  const workers = Array.from({ length: size }, () => createWorkerProcess(workerFile, { maxResidentBytes, idleMs }));
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

  async function read(source: FileSource, keep: (picture: Picture) => void, task: ReadingWish): Promise<DeriveResult> {
    const outcome = await onFreeWorker(async (worker) => {
      const first = await worker.run(source, keep, task);
      // A second try in a fresh process tells a malicious file from a worker that was killed for other reasons.
      return "lost" in first && first.lost === "crash" && !closed ? worker.run(source, keep, task) : first;
    });
    if ("trouble" in outcome) throw new Error(`file could not be read: ${outcome.trouble}`);
    return "result" in outcome ? outcome.result : { ok: false, refusal: refusalOf[outcome.lost] };
  }

  return {
    async derive(source, keep, { timeoutMs: limitMs = timeoutMs, firstPage = false } = {}) {
      refuseWhenClosed();
      const refusal = refusalOfSize(source.bytes);
      if (refusal) return { ok: false, refusal };
      // Pictures are stored while the worker goes on; a slow or full disk does not count against the file's minute.
      let kept: Promise<void> = Promise.resolve();
      const note = (picture: Picture) => {
        kept = kept.then(() => keep(picture));
        kept.catch(() => undefined);
      };
      const result = await read(source, note, { timeoutMs: Math.min(limitMs, timeoutMs), firstPage });
      await kept;
      return result;
    },
    async close() {
      closed = true;
      for (const worker of workers) worker.stop();
    },
  };
}
