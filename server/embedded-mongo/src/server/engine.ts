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
import { errorReply } from "./wire.ts";
import { OK_REPLY, TransactionCommands } from "./transaction-commands.ts";
import { Transactions } from "./transactions.ts";
import type { TransactionOptions } from "./transactions.ts";
import { WriteQueue } from "./write-queue.ts";
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
  private readonly inTransaction: TransactionCommands;
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
    this.inTransaction = new TransactionCommands({
      store,
      transactions: this.transactions,
      replies: this.replies,
      waitMs: options.waitMs,
      enqueue: (work) => this.enqueue(work),
      failure: (error, command) => this.failure(error, command),
    });
  }

  /** Answers one request with an encoded reply document; never throws. */
  async execute(request: Request, connectionId: number): Promise<Buffer> {
    const name = Object.keys(request.body)[0] ?? "";
    this.info.requests++;
    this.transactions.sawCommand(connectionId);
    let reply: Buffer;
    try {
      reply = await this.dispatch(request, name, connectionId);
    } catch (error) {
      reply = this.failure(error, name);
    }
    // Nobody is told of what a power cut could still take back, readers neither. What a transaction is told counts with its end.
    if (request.body["autocommit"] !== false || ENDS.has(name)) await this.store.synced();
    return reply;
  }

  private failure(error: unknown, command: string): Buffer {
    return failureReply(this.options.log, error, command);
  }

  private dispatch(request: Request, name: string, connectionId: number): Promise<Buffer> | Buffer {
    const { body } = request;
    const command = Object.hasOwn(COMMANDS, name) ? this.announced(name, COMMANDS[name]!) : undefined;
    if (command === undefined) throw new MongoError("CommandNotFound", `no such command: '${name}'`);
    const fields = sessionFields(body);
    checkRequest(request, name, command, fields, new Date());
    const context = this.context(request, name, connectionId, fields);
    if (command.kind === "session") return this.inTransaction.end(name, connectionId, fields);
    if (fields.inTransaction) return this.inTransaction.statement(command, context, fields, request.bytes);
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
