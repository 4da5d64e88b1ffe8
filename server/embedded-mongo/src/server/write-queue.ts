import { MongoError } from "../errors.ts";
import { errorReply } from "./wire.ts";

export interface Job {
  /** Plain writes share a commit; a turn is the start of a transaction, or the next statement of one that was set aside. */
  lane: "plain" | "start" | "resume";
  connectionId: number;
  /** Whose turn it is. */
  transaction?: object;
  /** How long it may stand in line, and what it is told then; without it until its turn comes. */
  limit?: { ms: number; error: () => MongoError } | undefined;
  run: () => Buffer;
  done: (reply: Buffer) => void;
}

interface Waiting extends Job {
  since: number;
  timer: NodeJS.Timeout | undefined;
}

const MAX_BATCH = 512;
/** A batch never waits longer than this for writers that are expected. */
const MAX_GATHER_MS = 8;
/** What a client needs for each write, as measured of the driver: so much later each of those comes that a batch waits for. */
const CLIENT_MS = 0.05;
/**
 * Plain writes go first, but transactions may run for so long before they do, or for twice as long as the last batch
 * took: with plain writes always first, a hundred writers leave transactions next to nothing.
 */
const TURNS_MS = 10;
const MAX_TURNS_MS = 100;

export const transient = (code: "NoSuchTransaction" | "WriteConflict", message: string): MongoError =>
  new MongoError(code, message, {}, ["TransientTransactionError"]);

/** Who waits for the one writing connection, and whose turn is next. */
export class WriteQueue {
  private plain: Waiting[] = [];
  private turns: Waiting[] = [];
  private readonly serve: () => void;
  private readonly syncing: () => boolean;
  private scheduled = false;
  private gathering: NodeJS.Timeout | undefined;
  /** Connections that wrote in the last batch, and how many wrote in the last two. */
  private recent: ReadonlySet<number> = new Set();
  private expected = 0;
  /** What a commit takes with its sync, on average of the last few, and what the last batch took. */
  private commitMs = 1;
  private batchMs = 0;
  /** Whether a batch has run since the last turn: then one turn comes before the next, however late it has become. */
  private turnIsDue = false;

  constructor(serve: () => void, syncing: () => boolean) {
    this.serve = serve;
    this.syncing = syncing;
  }

  get length(): number {
    return this.plain.length + this.turns.length;
  }

  push(job: Job): void {
    const waiting: Waiting = { ...job, since: performance.now(), timer: undefined };
    const { limit } = job;
    if (limit !== undefined)
      waiting.timer = setTimeout(() => {
        this.remove((other) => other === waiting);
        job.done(errorReply(limit.error()));
      }, limit.ms);
    if (job.lane === "plain") this.plain.push(waiting);
    else if (job.lane === "start") this.turns.push(waiting);
    else {
      // What is open already ends before more is opened.
      const end = this.turns.findIndex((other) => other.lane === "start");
      this.turns.splice(end < 0 ? this.turns.length : end, 0, waiting);
    }
  }

  private remove(which: (job: Waiting) => boolean): Waiting[] {
    const gone = [...this.plain, ...this.turns].filter(which);
    for (const job of gone) clearTimeout(job.timer);
    this.plain = this.plain.filter((job) => !gone.includes(job));
    this.turns = this.turns.filter((job) => !gone.includes(job));
    return gone;
  }

  /** How many plain writes a batch waits for. */
  private get awaited(): number {
    // When it takes longer until all have come again than a commit takes, half of them are served while the others are on their way.
    return this.expected * CLIENT_MS > this.commitMs ? this.expected / 2 : this.expected;
  }

  /**
   * Writers of the last batches will most likely write again at once, and a commit costs as much for one of them as
   * for all: a batch waits for them, but for less than a commit takes. A single writer never waits.
   */
  schedule(): void {
    if (this.length === 0 || this.scheduled) return;
    // Committed now it would wait for the next sync of the log all the same, and more can share its commit until then.
    if (this.turns.length === 0 && this.syncing()) return;
    if (this.turns.length > 0 || this.plain.length >= this.awaited) {
      clearTimeout(this.gathering);
      this.gathering = undefined;
      this.scheduled = true;
      // After this turn's input has been read: whatever it brings joins the batch.
      setImmediate(() => {
        this.scheduled = false;
        this.serve();
      });
    } else {
      const wait = Math.min(MAX_GATHER_MS, Math.max(1, Math.round(this.commitMs / 2)));
      this.gathering ??= setTimeout(() => {
        this.gathering = undefined;
        this.serve();
      }, wait);
    }
  }

  /** The transaction whose turn it is, unless the plain writes have let others pass for long enough. */
  takeTurn(now = performance.now()): Job | undefined {
    const first = this.plain[0];
    const patience = Math.min(MAX_TURNS_MS, Math.max(TURNS_MS, 2 * this.batchMs));
    if (first !== undefined && !this.turnIsDue && now - first.since >= patience) return undefined;
    const job = this.turns.shift();
    if (job !== undefined) this.turnIsDue = false;
    clearTimeout(job?.timer);
    return job;
  }

  /** More statements of a transaction that has just got its turn. */
  takeMore(transaction: object): Job[] {
    return this.remove((job) => job.transaction === transaction);
  }

  /** All that may share the next commit. */
  takeBatch(): Job[] {
    const batch = this.plain.splice(0, MAX_BATCH);
    if (batch.length > 0) this.turnIsDue = true;
    for (const job of batch) clearTimeout(job.timer);
    const writers = new Set(batch.map((job) => job.connectionId));
    this.expected = new Set([...writers, ...this.recent]).size;
    this.recent = writers;
    return batch;
  }

  committed(commitMs: number, batchMs: number): void {
    // One in some dozens moves the log into the database and takes many times as long: that says little about the next.
    this.commitMs += (Math.min(commitMs, 4 * this.commitMs) - this.commitMs) / 8;
    this.batchMs = batchMs;
  }

  /** A client that is gone needs no transaction; its plain writes are carried out, as if they had come in time. */
  dropTurns(connectionId: number): void {
    this.remove((job) => job.lane !== "plain" && job.connectionId === connectionId);
  }

  clear(): Job[] {
    clearTimeout(this.gathering);
    return this.remove(() => true);
  }
}
