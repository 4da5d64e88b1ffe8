import type { Services } from "../../../platform/context.ts";
import { describeFault } from "../../../platform/describe-fault.ts";
import type { Later } from "../../../platform/work/work-rows.ts";
import { createWorkRunner } from "../../../platform/work/work-runner.ts";
import { eraseFile } from "../erase-file.ts";
import { createDerivePool, type DerivePoolOptions } from "../reading/derive-pool.ts";
import { createScanner } from "../scan/create-scanner.ts";
import { dropWork, workRows, type FileWork, type WorkKind } from "./file-work.repo.ts";
import { turnsAfter } from "./reading-turns.ts";
import { mendWork } from "./mend-work.ts";
import { readPictures } from "./read-pictures.ts";
import { readScan } from "./read-scan.ts";
import { readStages, type ReadingTask } from "./read-stages.ts";
import { pools, type PoolName } from "./stages.ts";

/** Besides being woken, for what was left behind or has become due. */
const LOOK_MS = 5000;

export interface FileReader {
  /** Starts, first resuming or cleaning up what a crash left behind. */
  start(): Promise<void>;
  /** There may be work now. */
  poke(): void;
  /** Stops the work in progress; it is repeated after the next start. */
  close(): Promise<void>;
}

/** Reads and erases files, each pool in a lane of its own. Woken after an upload, and by a timer for what was left behind. */
export function createFileReader(services: Services, options: DerivePoolOptions = {}): FileReader {
  const { readers, tryMs, maxResidentBytes } = pools.pictures;
  const limits = { timeoutMs: tryMs.long, ...(maxResidentBytes === null ? {} : { maxResidentBytes }) };
  const pictures = createDerivePool({ ...limits, workers: readers, ...options });
  const scanner = createScanner(services.env);
  const lane = (kind: WorkKind, atOnce: number, run: (work: FileWork) => Promise<Later | void>) =>
    createWorkRunner<FileWork>(services, {
      kind: `file-${kind}`,
      rows: workRows(kind),
      atOnce,
      lookEveryMs: LOOK_MS,
      wishes: (underWay) => turnsAfter(underWay, atOnce),
      run,
    });
  const reading = (kind: PoolName, atOnce: number, read: (task: ReadingTask) => Promise<void>) =>
    lane(kind, atOnce, (work) => readStages(services, work, read));
  const lanes = [
    lane("erase", 1, (work) => eraseFile(services, work)),
    reading("pictures", options.workers ?? readers, (task) => readPictures(services, pictures, task)),
    ...(scanner ? [reading("scan", pools.scan.readers, (task) => readScan(services, scanner, task))] : []),
  ];

  return {
    async start() {
      // A bucket that is away must not keep the server from starting; what is left there waits for the next start.
      for (const store of [services.objects, services.uploads])
        await store.dropUnfinished().catch((error: unknown) => {
          services.log.warn({ error: describeFault(error) }, "unfinished writes not dropped");
        });
      // Of an installation that had a scanner.
      if (!scanner) await dropWork("scan");
      await mendWork(services);
      for (const each of lanes) each.start();
    },
    poke() {
      for (const each of lanes) each.wake();
    },
    async close() {
      const ends = lanes.map((each) => each.stop());
      await pictures.close();
      await Promise.all(ends);
    },
  };
}
