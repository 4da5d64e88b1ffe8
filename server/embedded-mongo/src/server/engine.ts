import { encode } from "../bson/encode.ts";
import { COMMANDS } from "../commands/index.ts";
import type { Command } from "../commands/index.ts";
import { isWriting } from "../commands/aggregate.ts";
import { isNumeric } from "../bson/types.ts";
import { Deadline } from "../deadline.ts";
import { MongoError } from "../errors.ts";
import { wholeNumber } from "../values/numbers.ts";
import type { Context, ServerInfo } from "./context.ts";
import { Cursors } from "./cursors.ts";
import { failureReply } from "./failure.ts";
import { Replies } from "./replies.ts";
import { checkRequest } from "./request-check.ts";
import { sessionFields } from "./sessions.ts";
import type { SessionFields } from "./sessions.ts";
import { isDatabaseName } from "../store/catalog.ts";
import type { Store } from "./store.ts";
import { OK, errorReply } from "./wire.ts";
import { Transactions } from "./transactions.ts";
import type { Transaction, TransactionOptions } from "./transactions.ts";
import { WriteQueue, transient } from "./write-queue.ts";
import type { Job } from "./write-queue.ts";
import type { Request } from "./wire.ts";

export interface EngineOptions extends TransactionOptions {
  /** How long a transaction waits for its turn before it fails with WriteConflict, to be tried again. */
  waitMs: number;
  /** Told before and after a command that may take minutes. */
  long: (begun: boolean) => void;
}

/** Commands of an operator that go through whole collections or the whole file. */
const LONG: ReadonlySet<string> = new Set(["compact", "validate", "createIndexes"]);

const ENDS: ReadonlySet<string> = new Set(["commitTransaction", "abortTransaction"]);
const OK_REPLY = encode({ ok: OK });

/**
 * Orders all work on the one writing connection. Writes that arrive in one turn of the event loop share a SQLite
 * transaction and are answered after its commit (group commit). A client's transaction has the writer for itself;
 * meanwhile others read the last committed state and writers wait in line, but never for a client that does nothing.
 */
export class Engine {
  readonly cursors = new Cursors();
  private readonly store: Store;
  private readonly info: ServerInfo;
  private readonly options: EngineOptions;
  private readonly replies: Replies;
  private readonly transactions: Transactions;
  private readonly queue: WriteQueue;
  private watching = false;
  private closed = false;

  constructor(store: Store, info: ServerInfo, options: EngineOptions) {
    this.store = store;
    this.info = info;
    this.options = options;
    this.replies = new Replies(store.writer);
    this.queue = new WriteQueue(
      () => this.pump(),
      () => store.syncing,
    );
    store.afterSync = () => this.schedule();
    this.transactions = new Transactions(store, this.cursors, options, () => this.schedule());
  }

  /** Answers one request with an encoded reply document; never throws. */
  async execute(request: Request, connectionId: number): Promise<Buffer> {
    this.info.requests++;
    this.transactions.sawCommand(connectionId);
    const reply = await this.replyTo(request, connectionId);
    // Nobody is told of what a power cut could still take back, readers neither. What a transaction is told counts with its end.
    if (request.body["autocommit"] !== false || ENDS.has(Object.keys(request.body)[0] ?? "")) await this.store.synced();
    return reply;
  }

  private async replyTo(request: Request, connectionId: number): Promise<Buffer> {
    try {
      return await this.dispatch(request, connectionId);
    } catch (error) {
      return this.failure(error, Object.keys(request.body)[0] ?? "");
    }
  }

  private failure(error: unknown, command: string): Buffer {
    return failureReply(this.options.log, error, command);
  }

  private dispatch(request: Request, connectionId: number): Promise<Buffer> | Buffer {
    const { body } = request;
    const name = Object.keys(body)[0] ?? "";
    const command = Object.hasOwn(COMMANDS, name) ? this.announced(name, COMMANDS[name]!) : undefined;
    if (command === undefined) throw new MongoError("CommandNotFound", `no such command: '${name}'`);
    const fields = sessionFields(body);
    checkRequest(request, name, command, fields, new Date());
    const context = this.context(request, name, connectionId, fields);
    if (command.kind === "session") return this.endTransaction(name, connectionId, fields);
    if (fields.inTransaction) return this.inTransaction(command, context, fields, request.bytes);
    const writes = command.kind === "write" || (name === "aggregate" && isWriting(body));
    if (!writes) return encode(command.run(context));
    return this.enqueue({
      lane: "plain",
      connectionId,
      limit: context.deadline && {
        ms: context.deadline.remaining(),
        error: () => new MongoError("MaxTimeMSExpired", "operation exceeded time limit"),
      },
      run: () => this.retryable(command, context, fields),
    });
  }

  private context(request: Request, name: string, connectionId: number, fields: SessionFields): Context {
    const { body, sequences } = request;
    const db = body["$db"];
    if (typeof db !== "string" || !isDatabaseName(db))
      throw new MongoError("InvalidNamespace", "Invalid database name");
    const limit = isNumeric(body["maxTimeMS"]) ? wholeNumber(body["maxTimeMS"]) : undefined;
    const now = new Date();
    return {
      store: this.store,
      cursors: this.cursors,
      info: this.info,
      connectionId,
      name,
      db,
      body,
      sequences,
      now,
      session: fields.session,
      retries: fields.txnNumber !== undefined && !fields.inTransaction,
      transaction: undefined,
      // Asked at every step of a cursor: beside an open transaction only the reader sees committed data alone.
      source: () => (this.transactions.active === undefined ? this.store.writer : this.store.reader),
      deadline: limit === undefined || limit === 0 ? undefined : new Deadline(now.getTime(), limit),
      endSession: (session) => this.endSession(session),
    };
  }

  private announced(name: string, command: Command): Command {
    if (!LONG.has(name)) return command;
    const run: Command["run"] = (context) => {
      this.options.long(true);
      try {
        return command.run(context);
      } finally {
        this.options.long(false);
      }
    };
    return { ...command, run };
  }

  /** Repeats the stored answer when a driver sends a write again after a network error. */
  private retryable(command: Command, context: Context, { session, txnNumber }: SessionFields): Buffer {
    if (session === undefined || txnNumber === undefined)
      return encode(command.run({ ...context, source: () => this.store.writer }));
    const before = this.replies.find(session, txnNumber);
    // The answer to a commit is none to this write, which its number says was part of that transaction.
    if (before?.equals(OK_REPLY) === true || this.transactions.find(session, txnNumber) !== undefined)
      throw new MongoError(
        "InvalidOptions",
        "Must specify autocommit=false on all operations of a multi-statement transaction.",
      );
    if (before !== undefined) return before;
    const reply = encode(command.run({ ...context, source: () => this.store.writer }));
    this.replies.save(session, txnNumber, reply, context.now);
    return reply;
  }

  private enqueue(work: Omit<Job, "done">): Promise<Buffer> {
    if (this.closed) throw new MongoError(91, "the server is shutting down");
    return new Promise((done) => {
      this.queue.push({ ...work, done });
      this.schedule();
    });
  }

  /** Work of the server itself, e.g. removing expired documents, in line with everyone's writes. */
  internal(run: () => void): Promise<void> {
    return this.enqueue({
      lane: "plain",
      connectionId: 0,
      run: () => {
        run();
        return OK_REPLY;
      },
    }).then(() => undefined);
  }

  private schedule(): void {
    if (this.transactions.active === undefined) this.queue.schedule();
    else this.watch();
  }

  /** Sees to it that whoever has the writer while others wait makes use of it. */
  private watch(): void {
    const transaction = this.transactions.active;
    if (transaction === undefined || this.watching || this.queue.length === 0) return;
    this.watching = true;
    const look = () => {
      this.watching = false;
      if (this.closed || this.queue.length === 0) return;
      if (this.transactions.active === transaction && this.transactions.remaining(transaction) <= 0)
        this.transactions.yield(transaction);
      else this.schedule();
    };
    // After input has been read: the statement that is waited for may have arrived while other work was done.
    const remaining = this.transactions.remaining(transaction);
    if (remaining < 1) setImmediate(look);
    else setTimeout(() => setImmediate(look), remaining);
  }

  private pump(): void {
    if (this.transactions.active !== undefined || this.closed) return;
    const turn = this.queue.takeTurn();
    if (turn === undefined) this.runBatch(this.queue.takeBatch());
    else {
      turn.done(turn.run());
      const { transaction } = turn;
      // Statements that were sent side by side go on side by side.
      if (transaction !== undefined) for (const more of this.queue.takeMore(transaction)) more.done(more.run());
    }
    this.schedule();
  }

  private runBatch(batch: readonly Job[]): void {
    if (batch.length === 0) return;
    const replies: Buffer[] = [];
    const began = performance.now();
    let at = 0;
    try {
      this.store.begin();
      for (; at < batch.length; at++) {
        try {
          replies.push(batch[at]!.run());
        } catch (error) {
          if (!(error instanceof MongoError)) throw error;
          replies.push(errorReply(error));
        }
      }
      const before = performance.now();
      this.store.commit();
      const commitMs = Math.max(this.store.syncMs, performance.now() - before);
      this.queue.committed(commitMs, performance.now() - began);
    } catch (error) {
      this.store.rollback();
      const failed = batch[at];
      if (failed === undefined) {
        // The commit itself failed (disk full, I/O error): nobody's write happened.
        for (const job of batch) job.done(this.failure(error, "commit"));
        return;
      }
      // One command broke the batch; the others are run again without it.
      failed.done(this.failure(error, "write"));
      this.runBatch(batch.filter((job) => job !== failed));
      return;
    }
    batch.forEach((job, index) => job.done(replies[index]!));
  }

  private inTransaction(
    command: Command,
    context: Context,
    fields: SessionFields,
    bytes: number,
  ): Promise<Buffer> | Buffer {
    const { session = "", txnNumber = 0n } = fields;
    const { connectionId } = context;
    const open = this.transactions.find(session, txnNumber);
    if (!command.inTransaction) {
      if (open !== undefined) this.transactions.abort(open);
      throw new MongoError(
        "OperationNotSupportedInTransaction",
        `Cannot run '${context.name}' in a multi-document transaction.`,
      );
    }
    if (!fields.starts) {
      if (open === undefined)
        throw transient(
          "NoSuchTransaction",
          `Given transaction number ${txnNumber} does not match any in-progress transactions.`,
        );
      return this.withWriter(open, context.name, connectionId, () => this.statement(open, command, context, bytes));
    }
    if (open !== undefined)
      throw new MongoError(
        "ConflictingOperationInProgress",
        `Cannot start transaction ${txnNumber}: a transaction with the same number is in progress`,
      );
    if (this.replies.find(session, txnNumber) !== undefined)
      throw new MongoError("TransactionCommitted", `Transaction ${txnNumber} has been committed.`);
    // The same session beginning anew has given up its former transaction.
    this.transactions.endSession(session);
    return this.enqueue({
      lane: "start",
      connectionId,
      limit: this.inLine(),
      run: () => {
        try {
          const transaction = this.transactions.begin(session, txnNumber, connectionId);
          return this.statement(transaction, command, context, bytes);
        } catch (error) {
          return this.failure(error, context.name);
        }
      },
    });
  }

  private inLine(): Job["limit"] {
    return {
      ms: this.options.waitMs,
      error: () => transient("WriteConflict", "other transactions hold the database; retry"),
    };
  }

  /** Runs work of an open transaction: at once when it has the writer, else when its turn has come. */
  private withWriter(
    transaction: Transaction,
    command: string,
    connectionId: number,
    work: () => Buffer,
  ): Promise<Buffer> | Buffer {
    const { transactions } = this;
    transactions.arrived(transaction);
    if (transactions.active === transaction) return work();
    return this.enqueue({
      lane: "resume",
      connectionId,
      transaction,
      limit: this.inLine(),
      run: () => {
        try {
          if (transactions.find(transaction.session, transaction.number) !== transaction)
            throw transient("NoSuchTransaction", "the transaction was aborted");
          if (transactions.active !== transaction) transactions.resume(transaction);
          return work();
        } catch (error) {
          return this.failure(error, command);
        }
      },
    });
  }

  private statement(transaction: Transaction, command: Command, context: Context, bytes: number): Buffer {
    let failed = false;
    let opened = false;
    const encoded = this.transactions.run(transaction, context.connectionId, bytes, (_, repeated) => {
      if (context.name === "aggregate" && isWriting(context.body))
        throw new MongoError("OperationNotSupportedInTransaction", "$out and $merge cannot be used in a transaction");
      const deadline = repeated ? undefined : context.deadline;
      const reply = command.run({ ...context, deadline, transaction, source: () => this.store.writer });
      // What a write command reports by statement, and what bulkWrite counts, ends the transaction as well.
      failed = "writeErrors" in reply || (typeof reply["nErrors"] === "number" && reply["nErrors"] > 0);
      const { cursor } = reply;
      opened = typeof cursor === "object" && cursor !== null && "id" in cursor && cursor.id !== 0n;
      return encode(reply);
    });
    if (failed) this.transactions.abort(transaction);
    else if (opened) this.transactions.keepNothing(transaction);
    return encoded;
  }

  private endTransaction(name: string, connectionId: number, fields: SessionFields): Promise<Buffer> | Buffer {
    if (!fields.inTransaction) throw new MongoError("InvalidOptions", `${name} must be run with autocommit: false`);
    const { session = "", txnNumber = 0n } = fields;
    const open = this.transactions.find(session, txnNumber);
    if (open !== undefined) {
      if (name === "commitTransaction")
        return this.withWriter(open, name, connectionId, () => {
          this.transactions.commit(open, () => this.replies.save(session, txnNumber, OK_REPLY, new Date()));
          return OK_REPLY;
        });
      this.transactions.abort(open);
      return OK_REPLY;
    }
    // A commit sent again after a network error gets the first one's answer.
    const before = name === "commitTransaction" ? this.replies.find(session, txnNumber) : undefined;
    if (before !== undefined) return before;
    throw transient("NoSuchTransaction", `Transaction ${txnNumber} has been aborted or never existed.`);
  }

  private endSession(session: string): void {
    this.transactions.endSession(session);
    this.cursors.endSession(session);
  }

  /** A client that is gone cannot commit any more. */
  disconnected(connectionId: number): void {
    this.queue.dropTurns(connectionId);
    this.transactions.disconnected(connectionId);
    this.cursors.endConnection(connectionId);
  }

  close(): void {
    this.closed = true;
    this.transactions.close();
    for (const job of this.queue.clear()) job.done(errorReply(new MongoError(91, "the server is shutting down")));
  }
}
