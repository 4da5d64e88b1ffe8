import { MongoError } from "../errors.ts";
import { errorReply } from "./wire.ts";

export interface Job {
  /** Opens a transaction instead of joining a batch. */
  starts: boolean;
  connectionId: number;
  run: () => Buffer;
  done: (reply: Buffer) => void;
}

interface Waiting extends Job {
  timer: NodeJS.Timeout | undefined;
}

const MAX_BATCH = 512;
/** A batch never waits longer than this for writers that are expected. */
const MAX_GATHER_MS = 8;

export const transient = (code: "NoSuchTransaction" | "WriteConflict", message: string): MongoError =>
  new MongoError(code, message, {}, ["TransientTransactionError"]);

/** Writers in line, first come first served, and when to serve them. */
export class WriteQueue {
  private jobs: Waiting[] = [];
  private readonly serve: () => void;
  private readonly waitMs: number;
  private scheduled = false;
  private gathering: NodeJS.Timeout | undefined;
  /** Connections that wrote in the last batch, and how many wrote in the last two. */
  private recent: ReadonlySet<number> = new Set();
  private expected = 0;
  /** What the last commit took, within limits. */
  private commitMs = 1;

  constructor(serve: () => void, waitMs: number) {
    this.serve = serve;
    this.waitMs = waitMs;
  }

  push(job: Job): void {
    this.jobs.push({ ...job, timer: undefined });
  }

  /** Beside an open transaction all in line wait, but not forever: what holds it may wait for one of them. */
  limitWaiting(): void {
    for (const job of this.jobs)
      job.timer ??= setTimeout(() => {
        this.jobs = this.jobs.filter((other) => other !== job);
        const message = "another transaction holds the database; retry";
        job.done(
          errorReply(job.starts ? transient("WriteConflict", message) : new MongoError("WriteConflict", message)),
        );
      }, this.waitMs);
  }

  /**
   * Writers of the last batches will most likely write again at once, and a commit costs as much for one of them as
   * for all: a batch waits for them, but for less than a commit takes. A single writer never waits.
   */
  schedule(): void {
    if (this.jobs.length === 0 || this.scheduled) return;
    if (this.jobs.length >= this.expected || this.jobs[0]?.starts === true) {
      clearTimeout(this.gathering);
      this.gathering = undefined;
      this.scheduled = true;
      // After this turn's input has been read: whatever it brings joins the batch.
      setImmediate(() => {
        this.scheduled = false;
        this.serve();
      });
    } else {
      this.gathering ??= setTimeout(() => {
        this.gathering = undefined;
        this.serve();
      }, this.commitMs);
    }
  }

  /** The job that opens a transaction, if one is first in line. */
  takeStart(): Job | undefined {
    if (this.jobs[0]?.starts !== true) return undefined;
    const job = this.jobs.shift();
    clearTimeout(job?.timer);
    return job;
  }

  /** All that may share the next commit. */
  takeBatch(): Job[] {
    const end = this.jobs.findIndex((job, at) => job.starts || at >= MAX_BATCH);
    const batch = this.jobs.splice(0, end < 0 ? this.jobs.length : end);
    for (const job of batch) clearTimeout(job.timer);
    const writers = new Set(batch.map((job) => job.connectionId));
    this.expected = new Set([...writers, ...this.recent]).size;
    this.recent = writers;
    return batch;
  }

  committed(ms: number): void {
    this.commitMs = Math.min(MAX_GATHER_MS, Math.max(1, Math.round(ms / 2)));
  }

  /** A client that is gone needs no transaction; its plain writes are carried out, as if they had come in time. */
  dropStarts(connectionId: number): void {
    const gone = this.jobs.filter((job) => job.starts && job.connectionId === connectionId);
    for (const job of gone) clearTimeout(job.timer);
    this.jobs = this.jobs.filter((job) => !gone.includes(job));
  }

  clear(): Job[] {
    clearTimeout(this.gathering);
    for (const job of this.jobs) clearTimeout(job.timer);
    return this.jobs.splice(0);
  }
}
