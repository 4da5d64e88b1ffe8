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
import type { Log } from "./log.ts";
import { Replies } from "./replies.ts";
import { checkRequest } from "./request-check.ts";
import { sessionFields } from "./sessions.ts";
import type { SessionFields } from "./sessions.ts";
import { isDatabaseName } from "../store/catalog.ts";
import type { Store } from "./store.ts";
import { OK, errorReply } from "./wire.ts";
import { WriteQueue, transient } from "./write-queue.ts";
import type { Job } from "./write-queue.ts";
import type { Request } from "./wire.ts";

export interface EngineOptions {
  /** A transaction open for longer is aborted. */
  transactionMs: number;
  /** How long a write waits for another client's transaction before it fails with WriteConflict. */
  waitMs: number;
  log: Log;
}

interface Transaction {
  session: string;
  number: bigint;
  /** The connection its last statement came on; when that closes, the transaction ends. */
  connectionId: number;
  timer: NodeJS.Timeout;
}

const OK_REPLY = encode({ ok: OK });

/**
 * Orders all work on the one writing connection. Writes that arrive in one turn of the event loop share a SQLite
 * transaction and are answered after its commit (group commit). A client's transaction has the writer for itself;
 * meanwhile others read the last committed state and writers wait in line.
 */
export class Engine {
  readonly cursors = new Cursors();
  private readonly store: Store;
  private readonly info: ServerInfo;
  private readonly options: EngineOptions;
  private readonly replies: Replies;
  private active: Transaction | undefined;
  private readonly queue: WriteQueue;
  private closed = false;

  constructor(store: Store, info: ServerInfo, options: EngineOptions) {
    this.store = store;
    this.info = info;
    this.options = options;
    this.replies = new Replies(store.writer);
    this.queue = new WriteQueue(() => this.pump(), options.waitMs);
  }

  /** Answers one request with an encoded reply document; never throws. */
  async execute(request: Request, connectionId: number): Promise<Buffer> {
    try {
      return await this.dispatch(request, connectionId);
    } catch (error) {
      return this.failure(error, Object.keys(request.body)[0] ?? "");
    }
  }

  private failure(error: unknown, command: string): Buffer {
    // The message of an unexpected error may quote a document, so only its kind is logged.
    if (!(error instanceof MongoError))
      this.options.log({
        level: "error",
        msg: "command failed unexpectedly",
        command,
        error: error instanceof Error ? error.name : "unknown",
        stack: stackOf(error),
      });
    return errorReply(error);
  }

  private dispatch(request: Request, connectionId: number): Promise<Buffer> | Buffer {
    const { body } = request;
    const name = Object.keys(body)[0] ?? "";
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new MongoError("CommandNotFound", `no such command: '${name}'`);
    const fields = sessionFields(body);
    checkRequest(request, name, command, fields, new Date());
    const context = this.context(request, name, connectionId, fields);
    if (command.kind === "session") return this.endTransaction(name, fields);
    if (fields.inTransaction) return this.inTransaction(command, context, fields);
    const writes = command.kind === "write" || (name === "aggregate" && isWriting(body));
    if (!writes) return encode(command.run(context));
    return this.enqueue({
      starts: false,
      connectionId,
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
      source: () => (this.active === undefined ? this.store.writer : this.store.reader),
      deadline: limit === undefined || limit === 0 ? undefined : new Deadline(now.getTime(), limit),
      endSession: (session) => this.endSession(session),
    };
  }

  /** Repeats the stored answer when a driver sends a write again after a network error. */
  private retryable(command: Command, context: Context, { session, txnNumber }: SessionFields): Buffer {
    if (session === undefined || txnNumber === undefined)
      return encode(command.run({ ...context, source: () => this.store.writer }));
    const before = this.replies.find(session, txnNumber);
    if (before !== undefined) return before;
    const reply = encode(command.run({ ...context, source: () => this.store.writer }));
    this.replies.save(session, txnNumber, reply, context.now);
    return reply;
  }

  private enqueue(work: Pick<Job, "starts" | "connectionId" | "run">): Promise<Buffer> {
    if (this.closed) throw new MongoError(91, "the server is shutting down");
    return new Promise((done) => {
      this.queue.push({ ...work, done });
      this.schedule();
    });
  }

  /** Work of the server itself, e.g. removing expired documents, in line with everyone's writes. */
  internal(run: () => void): Promise<void> {
    return this.enqueue({
      starts: false,
      connectionId: 0,
      run: () => {
        run();
        return OK_REPLY;
      },
    }).then(() => undefined);
  }

  private schedule(): void {
    if (this.active === undefined) this.queue.schedule();
    else this.queue.limitWaiting();
  }

  private pump(): void {
    if (this.active !== undefined || this.closed) return;
    const first = this.queue.takeStart();
    if (first === undefined) this.runBatch(this.queue.takeBatch());
    else first.done(first.run());
    this.schedule();
  }

  private runBatch(batch: readonly Job[]): void {
    if (batch.length === 0) return;
    const replies: Buffer[] = [];
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
      this.queue.committed(performance.now() - before);
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

  private isActive({ session, txnNumber }: SessionFields): boolean {
    return this.active !== undefined && this.active.session === session && this.active.number === txnNumber;
  }

  private inTransaction(command: Command, context: Context, fields: SessionFields): Promise<Buffer> | Buffer {
    if (!command.inTransaction) {
      if (this.isActive(fields)) this.abort();
      throw new MongoError(
        "OperationNotSupportedInTransaction",
        `Cannot run '${context.name}' in a multi-document transaction.`,
      );
    }
    if (!fields.starts) {
      if (!this.isActive(fields))
        throw transient(
          "NoSuchTransaction",
          `Given transaction number ${fields.txnNumber} does not match any in-progress transactions.`,
        );
      return this.statement(command, context);
    }
    // The same session beginning anew has given up its former transaction.
    if (this.active?.session === fields.session) this.abort();
    return this.enqueue({
      starts: true,
      connectionId: context.connectionId,
      run: () => {
        const { session = "", txnNumber = 0n } = fields;
        try {
          this.store.begin();
        } catch (error) {
          return this.failure(error, "begin");
        }
        const timer = setTimeout(() => {
          this.options.log({
            level: "warn",
            msg: "transaction aborted after its time limit",
            ms: this.options.transactionMs,
          });
          this.abort();
        }, this.options.transactionMs);
        this.active = { session, number: txnNumber, connectionId: context.connectionId, timer };
        try {
          return this.statement(command, context);
        } catch (error) {
          return this.failure(error, context.name);
        }
      },
    });
  }

  /** Any error ends the transaction, as in MongoDB. */
  private statement(command: Command, context: Context): Buffer {
    const transaction = this.active;
    if (transaction === undefined) throw transient("NoSuchTransaction", "the transaction was aborted");
    transaction.connectionId = context.connectionId;
    try {
      if (context.name === "aggregate" && isWriting(context.body))
        throw new MongoError("OperationNotSupportedInTransaction", "$out and $merge cannot be used in a transaction");
      const reply = command.run({ ...context, transaction, source: () => this.store.writer });
      // What a write command reports by statement, and what bulkWrite counts, ends the transaction as well.
      if ("writeErrors" in reply || (typeof reply["nErrors"] === "number" && reply["nErrors"] > 0)) this.abort();
      return encode(reply);
    } catch (error) {
      this.abort();
      throw error;
    }
  }

  private endTransaction(name: string, fields: SessionFields): Buffer {
    if (!fields.inTransaction) throw new MongoError("InvalidOptions", `${name} must be run with autocommit: false`);
    if (this.isActive(fields)) {
      if (name === "abortTransaction") {
        this.abort();
        return OK_REPLY;
      }
      const { session, number } = this.active!;
      try {
        this.replies.save(session, number, OK_REPLY, new Date());
        this.store.commit();
      } catch (error) {
        this.abort();
        throw error;
      }
      this.finish();
      return OK_REPLY;
    }
    // A commit sent again after a network error gets the first one's answer.
    const { session = "", txnNumber = 0n } = fields;
    const before = name === "commitTransaction" ? this.replies.find(session, txnNumber) : undefined;
    if (before !== undefined) return before;
    throw transient("NoSuchTransaction", `Transaction ${txnNumber} has been aborted or never existed.`);
  }

  private abort(): void {
    if (this.active === undefined) return;
    this.store.rollback();
    this.finish();
  }

  private finish(): void {
    const transaction = this.active;
    if (transaction === undefined) return;
    clearTimeout(transaction.timer);
    this.active = undefined;
    this.cursors.endTransaction(transaction);
    this.schedule();
  }

  private endSession(session: string): void {
    if (this.active?.session === session) this.abort();
    this.cursors.endSession(session);
  }

  /** A client that is gone cannot commit any more. */
  disconnected(connectionId: number): void {
    this.queue.dropStarts(connectionId);
    if (this.active?.connectionId === connectionId) this.abort();
  }

  close(): void {
    this.abort();
    this.closed = true;
    for (const job of this.queue.clear()) job.done(errorReply(new MongoError(91, "the server is shutting down")));
  }
}

const stackOf = (error: unknown): string | undefined =>
  error instanceof Error
    ? error.stack
        ?.split("\n")
        .filter((line) => line.trimStart().startsWith("at "))
        .slice(0, 6)
        .join(" ")
    : undefined;
