import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** A disk this fast is waited for on the spot: handing the sync to another thread and back would cost as much. */
const FAST_MS = 3;
/** Now and then a slow disk is waited for all the same, to see whether it still is slow. */
const LOOK_EVERY = 64;

/**
 * Syncs the write-ahead log for all who committed before the sync began: a commit needs no sync of its own, and the
 * server goes on while a slow disk works. A sync that fails ends the process, for nobody knows then what the disk holds.
 */
export class LogSync {
  private readonly file: number;
  private commits = 0;
  private done = 0;
  private running = false;
  private closed = false;
  private waiting: { commit: number; resolve: () => void }[] = [];
  /** What the last sync took; and those on the spot lately. */
  lastMs = 0;
  private spotMs = 0;
  private looks = 0;
  private readonly ended: () => void;

  /** `ended` is called after each sync. */
  constructor(path: string, ended: () => void) {
    this.ended = ended;
    // The log's own file: closing one of the database's would drop the locks that SQLite has on it in this process.
    this.file = openSync(path, "r+");
    // SQLite would make the log's name durable with its own first sync, which comes late when it does not sync commits.
    const directory = openSync(dirname(path), "r");
    fsyncSync(directory);
    closeSync(directory);
  }

  /** Whether a sync is under way: what is committed now waits for the next one. */
  get busy(): boolean {
    return this.running;
  }

  /** Told after each commit. */
  committed(): void {
    this.commits++;
    if (this.running || (this.spotMs > FAST_MS && ++this.looks % LOOK_EVERY !== 0)) return;
    const began = performance.now();
    try {
      fdatasyncSync(this.file);
    } catch (error) {
      // The commit itself has been made, so its caller could make no sense of this; nobody is answered any more.
      process.nextTick(() => {
        throw error;
      });
      return;
    }
    this.done = this.commits;
    this.lastMs = performance.now() - began;
    this.spotMs = this.spotMs > FAST_MS ? this.lastMs : this.spotMs + (this.lastMs - this.spotMs) / 8;
  }

  /** Resolves once all that was committed until now is on disk; undefined when it is already. */
  synced(): Promise<void> | undefined {
    if (this.done === this.commits) return undefined;
    return new Promise((resolve) => {
      this.waiting.push({ commit: this.commits, resolve });
      if (!this.running) this.sync();
    });
  }

  private sync(): void {
    this.running = true;
    // What is committed while the sync runs may be missing from it.
    const upTo = this.commits;
    const began = performance.now();
    fdatasync(this.file, (error) => {
      this.running = false;
      if (this.closed) closeSync(this.file);
      if (error !== null) throw error;
      this.lastMs = performance.now() - began;
      this.done = upTo;
      const answered = this.waiting.filter(({ commit }) => commit <= upTo);
      this.waiting = this.waiting.filter(({ commit }) => commit > upTo);
      if (this.waiting.length > 0 && !this.closed) this.sync();
      for (const { resolve } of answered) resolve();
      this.ended();
    });
  }

  close(): void {
    this.closed = true;
    if (!this.running) closeSync(this.file);
  }
}
