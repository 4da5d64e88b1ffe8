import { MongoError } from "../errors.ts";
import type { Cursors } from "./cursors.ts";
import type { Log } from "./log.ts";
import type { Store } from "./store.ts";
import { transient } from "./write-queue.ts";

/** What was done in a transaction, so that it can be done again elsewhere in the order of commits. */
interface Statement {
  run: (transaction: Transaction, repeated: boolean) => Buffer;
  reply: Buffer;
}

export interface Transaction {
  session: string;
  number: bigint;
  /** The connection its last statement came on; when that closes, the transaction ends. */
  connectionId: number;
  /** How many commands that connection had brought by then: more, and its client has other use for it. */
  commandsThen: number;
  /** When its last statement was answered. */
  idleSince: number;
  /** When it was given the writer, and what its statements have cost so far, in ms. */
  resumedAt: number;
  workMs: number;
  statements: Statement[];
  bytes: number;
  /** False once its statements cannot be repeated: an open cursor, or too much to keep. */
  repeatable: boolean;
  limit: NodeJS.Timeout;
  idle: NodeJS.Timeout | undefined;
}

export interface TransactionOptions {
  /** A transaction open for longer is aborted. */
  transactionMs: number;
  /** One whose client does nothing for so long while others want to write is aborted. */
  idleMs: number;
  log: Log;
}

/** Statements of one transaction that are kept for a repetition, with their answers. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;
/** How long the next statement is waited for while others wait, when it usually comes within that time. */
const GRACE_MS = 8;
/** Others wait for a busy transaction at most so long, or twice the time that its repetition takes. */
const SLICE_MS = 50;
const MAX_GAP_MS = 500;
/** When clients are slow for lack of processor, so many times their usual pause is no sign of sleep yet. */
const USUAL_GAPS = 5;
/** Later tries of a transaction that was aborted for being idle may be idle for longer, up to this. */
const MAX_IDLE_MS = 5000;
const MAX_REMEMBERED = 1000;

const keyOf = (session: string, number: bigint): string => `${session}/${number}`;

/**
 * The open transactions. One at a time has the writer (`active`). When others wait for it and it is idle, it is set
 * aside: rolled back, and its statements done again when its next one comes. The transaction goes on if all answers
 * are the same as before, byte for byte, for then everything its client knows is true at this place in the order of
 * commits too; otherwise it fails with WriteConflict, as on MongoDB, and its client starts it again. So nobody waits
 * for a client that may itself be waiting for one of those in line, for instance for a connection of its pool.
 */
export class Transactions {
  active: Transaction | undefined;
  private readonly aside = new Map<string, Transaction>();
  private readonly store: Store;
  private readonly cursors: Cursors;
  private readonly options: TransactionOptions;
  private readonly freed: () => void;
  private readonly commands = new Map<number, number>();
  private readonly patience = new Map<string, number>();
  /** Moving average of the time between a statement's answer and the next statement. */
  private gapMs = 0;

  constructor(store: Store, cursors: Cursors, options: TransactionOptions, freed: () => void) {
    this.store = store;
    this.cursors = cursors;
    this.options = options;
    this.freed = freed;
  }

  /** The open transaction of that number, whether it has the writer or was set aside. */
  find(session: string, number: bigint): Transaction | undefined {
    if (this.active?.session === session && this.active.number === number) return this.active;
    return this.aside.get(keyOf(session, number));
  }

  begin(session: string, number: bigint, connectionId: number): Transaction {
    this.store.begin();
    const limit = setTimeout(() => {
      this.options.log({
        level: "warn",
        msg: "transaction aborted after its time limit",
        ms: this.options.transactionMs,
      });
      this.abort(transaction);
    }, this.options.transactionMs);
    const now = performance.now();
    const transaction: Transaction = {
      session,
      number,
      connectionId,
      commandsThen: this.commands.get(connectionId) ?? 0,
      idleSince: now,
      resumedAt: now,
      workMs: 0,
      statements: [],
      bytes: 0,
      repeatable: true,
      limit,
      idle: undefined,
    };
    this.active = transaction;
    return transaction;
  }

  /** Told of every command, to know which connections are quiet. */
  sawCommand(connectionId: number): void {
    this.commands.set(connectionId, (this.commands.get(connectionId) ?? 0) + 1);
  }

  /** Told of every statement that arrives, to know how long the next one is worth waiting for. */
  arrived(transaction: Transaction): void {
    const gap = Math.min(MAX_GAP_MS, performance.now() - transaction.idleSince);
    this.gapMs += (gap - this.gapMs) / 8;
  }

  /** One statement of the transaction that has the writer. Any error ends it, as in MongoDB. */
  run(transaction: Transaction, connectionId: number, bytes: number, run: Statement["run"]): Buffer {
    transaction.connectionId = connectionId;
    transaction.commandsThen = this.commands.get(connectionId) ?? 0;
    const began = performance.now();
    try {
      const reply = run(transaction, false);
      transaction.bytes += bytes + reply.length;
      if (transaction.bytes > MAX_KEPT_BYTES) transaction.repeatable = false;
      if (transaction.repeatable) transaction.statements.push({ run, reply });
      else transaction.statements = [];
      return reply;
    } catch (error) {
      this.abort(transaction);
      throw error;
    } finally {
      transaction.idleSince = performance.now();
      transaction.workMs += transaction.idleSince - began;
    }
  }

  /** Its statements cannot be done again with the same answers: a cursor that stays open has a number of its own. */
  keepNothing(transaction: Transaction): void {
    transaction.repeatable = false;
    transaction.statements = [];
  }

  /** Gives the writer back to a transaction that was set aside, or fails when the answers it has given are no longer true. */
  resume(transaction: Transaction): void {
    this.aside.delete(keyOf(transaction.session, transaction.number));
    clearTimeout(transaction.idle);
    this.store.begin();
    this.active = transaction;
    transaction.resumedAt = performance.now();
    try {
      for (const { run, reply } of transaction.statements)
        if (!run(transaction, true).equals(reply))
          throw transient("WriteConflict", "another write changed what was read; retry");
    } catch (error) {
      this.abort(transaction);
      // Any error while statements are repeated (a key that is taken now) comes from somebody who wrote in between.
      if (error instanceof MongoError) throw transient("WriteConflict", "another write came between; retry");
      throw error;
    }
  }

  /** Milliseconds until the writer is to be taken from the active transaction while others wait for it. */
  remaining({ repeatable, idleSince, resumedAt, workMs, session }: Transaction): number {
    const now = performance.now();
    const idleEnd = idleSince + this.idleMs(session);
    if (!repeatable) return idleEnd - now;
    // A transaction that was repeated gets as much time again for its next statements: else the repetition would have
    // been for nothing.
    const earned = Math.min(resumedAt + 2 * workMs, idleEnd);
    const expected = this.gapMs > GRACE_MS ? idleSince : idleSince + GRACE_MS;
    return Math.min(Math.max(earned, expected), resumedAt + Math.max(SLICE_MS, 2 * workMs)) - now;
  }

  /** Takes the writer from the active transaction: its statements are kept, or it is aborted when they cannot be. */
  yield(transaction: Transaction): void {
    if (!transaction.repeatable) {
      this.abortIdle(transaction);
      return;
    }
    this.store.rollback();
    this.active = undefined;
    this.aside.set(keyOf(transaction.session, transaction.number), transaction);
    const idleMs = this.idleMs(transaction.session);
    const look = () => {
      const rest = transaction.idleSince + idleMs - performance.now();
      if (rest > 0) transaction.idle = setTimeout(look, rest);
      // A client that uses its connection for other work may be slow only because it waits for a free one.
      else if (this.commands.get(transaction.connectionId) === transaction.commandsThen) this.abortIdle(transaction);
    };
    look();
    this.freed();
  }

  private idleMs(session: string): number {
    return Math.max(this.patience.get(session) ?? this.options.idleMs, USUAL_GAPS * this.gapMs);
  }

  private abortIdle(transaction: Transaction): void {
    const { session } = transaction;
    if (this.patience.size >= MAX_REMEMBERED) this.patience.clear();
    // Each try may be idle for longer than the last, so that a client that is only slow comes through with its second
    // or third.
    this.patience.set(session, Math.min(MAX_IDLE_MS, 2 * this.idleMs(session)));
    this.abort(transaction);
  }

  /** Commits, together with what `record` writes about it. */
  commit(transaction: Transaction, record: () => void): void {
    try {
      record();
      this.store.commit();
    } catch (error) {
      this.abort(transaction);
      throw error;
    }
    this.patience.delete(transaction.session);
    this.ended(transaction);
  }

  abort(transaction: Transaction): void {
    if (this.active === transaction) this.store.rollback();
    this.ended(transaction);
  }

  private ended(transaction: Transaction): void {
    clearTimeout(transaction.limit);
    clearTimeout(transaction.idle);
    this.aside.delete(keyOf(transaction.session, transaction.number));
    if (this.active === transaction) this.active = undefined;
    this.cursors.endTransaction(transaction);
    this.freed();
  }

  private all(): Transaction[] {
    return this.active === undefined ? [...this.aside.values()] : [this.active, ...this.aside.values()];
  }

  endSession(session: string): void {
    for (const transaction of this.all()) if (transaction.session === session) this.abort(transaction);
  }

  /** A client that is gone cannot commit any more. */
  disconnected(connectionId: number): void {
    this.commands.delete(connectionId);
    for (const transaction of this.all()) if (transaction.connectionId === connectionId) this.abort(transaction);
  }

  close(): void {
    for (const transaction of this.all()) this.abort(transaction);
  }
}
