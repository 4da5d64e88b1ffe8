import type { DeriveResult, Picture } from "./derive-result.ts";

/** Parent to worker, one at a time. The bytes themselves come over stdin, so many of them and no more. */
export type WorkerTask = { bytes: number };

/** Worker to parent, the last word of a task. `trouble` is for faults that are not the file's. */
export type WorkerAnswer = { result: DeriveResult } | { trouble: string };

/** Before that, each picture as it is made. */
export type WorkerMessage = WorkerAnswer | { picture: Picture };
