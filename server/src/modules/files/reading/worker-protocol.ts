import type { DeriveResult, Picture } from "./derive-result.ts";

/** Parent to worker, one task at a time; exactly this many bytes follow on stdin. `firstPage`: no other is drawn. */
export type WorkerTask = { bytes: number; firstPage: boolean };

/** Worker to parent, the end of a task. `trouble` means a fault that is not the file's. */
export type WorkerAnswer = { result: DeriveResult } | { trouble: string };

/** Before that, each picture as it is made. */
export type WorkerMessage = WorkerAnswer | { picture: Picture };
