import { encode } from "../bson/encode.ts";
import { isWriting } from "../commands/aggregate.ts";
import type { Command } from "../commands/index.ts";
import { MongoError } from "../errors.ts";
import type { Context } from "./context.ts";
import type { Replies } from "./replies.ts";
import type { SessionFields } from "./sessions.ts";
import type { Store } from "./store.ts";
import type { Transaction, Transactions } from "./transactions.ts";
import { OK } from "./wire.ts";
import { transient } from "./write-queue.ts";
import type { Job } from "./write-queue.ts";

export const OK_REPLY = encode({ ok: OK });

/** What the commands of transactions use of the engine. */
interface Parts {
  store: Store;
  transactions: Transactions;
  replies: Replies;
  /** How long a transaction waits for its turn before it fails with WriteConflict, to be tried again. */
  waitMs: number;
  enqueue: (work: Omit<Job, "done">) => Promise<Buffer>;
  failure: (error: unknown, command: string) => Buffer;
}

/** The statements and the ends of transactions: which may run at once, which stand in line, which are refused. */
export class TransactionCommands {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  statement(command: Command, context: Context, fields: SessionFields, bytes: number): Promise<Buffer> | Buffer {
    const { session = "", txnNumber = 0n } = fields;
    const { connectionId } = context;
    const open = this.parts.transactions.find(session, txnNumber);
    if (!command.inTransaction) {
      if (open !== undefined) this.parts.transactions.abort(open);
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
      return this.withWriter(open, context.name, connectionId, () => this.run(open, command, context, bytes));
    }
    if (open !== undefined)
      throw new MongoError(
        "ConflictingOperationInProgress",
        `Cannot start transaction ${txnNumber}: a transaction with the same number is in progress`,
      );
    if (this.parts.replies.find(session, txnNumber) !== undefined)
      throw new MongoError("TransactionCommitted", `Transaction ${txnNumber} has been committed.`);
    // The same session beginning anew has given up its former transaction.
    this.parts.transactions.endSession(session);
    return this.parts.enqueue({
      lane: "start",
      connectionId,
      limit: this.inLine(),
      run: () => {
        try {
          const transaction = this.parts.transactions.begin(session, txnNumber, connectionId);
          return this.run(transaction, command, context, bytes);
        } catch (error) {
          return this.parts.failure(error, context.name);
        }
      },
    });
  }

  private inLine(): Job["limit"] {
    return {
      ms: this.parts.waitMs,
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
    const { transactions } = this.parts;
    transactions.arrived(transaction);
    if (transactions.active === transaction) return work();
    return this.parts.enqueue({
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
          return this.parts.failure(error, command);
        }
      },
    });
  }

  private run(transaction: Transaction, command: Command, context: Context, bytes: number): Buffer {
    let failed = false;
    let opened = false;
    const encoded = this.parts.transactions.run(transaction, context.connectionId, bytes, (_, repeated) => {
      if (context.name === "aggregate" && isWriting(context.body))
        throw new MongoError("OperationNotSupportedInTransaction", "$out and $merge cannot be used in a transaction");
      const deadline = repeated ? undefined : context.deadline;
      const reply = command.run({ ...context, deadline, transaction, source: () => this.parts.store.writer });
      // What a write command reports by statement, and what bulkWrite counts, ends the transaction as well.
      failed = "writeErrors" in reply || (typeof reply["nErrors"] === "number" && reply["nErrors"] > 0);
      const { cursor } = reply;
      opened = typeof cursor === "object" && cursor !== null && "id" in cursor && cursor.id !== 0n;
      return encode(reply);
    });
    if (failed) this.parts.transactions.abort(transaction);
    else if (opened) this.parts.transactions.keepNothing(transaction);
    return encoded;
  }

  end(name: string, connectionId: number, fields: SessionFields): Promise<Buffer> | Buffer {
    if (!fields.inTransaction) throw new MongoError("InvalidOptions", `${name} must be run with autocommit: false`);
    const { session = "", txnNumber = 0n } = fields;
    const open = this.parts.transactions.find(session, txnNumber);
    if (open !== undefined) {
      if (name === "commitTransaction")
        return this.withWriter(open, name, connectionId, () => {
          this.parts.transactions.commit(open, () => this.parts.replies.save(session, txnNumber, OK_REPLY, new Date()));
          return OK_REPLY;
        });
      this.parts.transactions.abort(open);
      return OK_REPLY;
    }
    // A commit sent again after a network error gets the first one's answer.
    const before = name === "commitTransaction" ? this.parts.replies.find(session, txnNumber) : undefined;
    if (before !== undefined) return before;
    throw transient("NoSuchTransaction", `Transaction ${txnNumber} has been aborted or never existed.`);
  }
}
