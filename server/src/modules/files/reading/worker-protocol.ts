import type { DeriveInput } from "./derive-file.ts";
import type { DeriveResult } from "./derive-result.ts";

/** Parent to worker, one at a time. */
export type WorkerTask = DeriveInput;

/** Worker to parent, one per task. `trouble` is for faults that are not the file's, e.g. a full disk. */
export type WorkerAnswer = { result: DeriveResult } | { trouble: string };
