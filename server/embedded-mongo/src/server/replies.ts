import { MongoError } from "../errors.ts";
import { bytesOf, numberOf } from "../store/sqlite.ts";
import type { Connection } from "../store/sqlite.ts";

const KEEP_MS = 30 * 60_000;
const MAX_NEWEST = 10_000;

/**
 * The last answer of each session, written in the same commit as the write it answers: a driver that lost the
 * connection sends the write again and must not have it done twice. One row per session, because a session has one
 * write in flight at a time.
 */
export class Replies {
  private readonly connection: Connection;
  /** The newest number seen of a session: never below the stored one, so that a higher number needs no look. */
  private readonly newest = new Map<string, bigint>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  find(session: string, number: bigint): Buffer | undefined {
    const newest = this.newest.get(session);
    if (newest !== undefined && newest < number) return undefined;
    const row = this.connection.get("SELECT txn, reply FROM replies WHERE session = ?", Buffer.from(session, "latin1"));
    if (row === undefined) return undefined;
    const last = BigInt(numberOf(row["txn"]));
    if (last > number)
      throw new MongoError(
        "TransactionTooOld",
        `Retryable write with txnNumber ${number} is prohibited: a newer one, ${last}, has already started`,
      );
    return last === number ? Buffer.from(bytesOf(row["reply"])) : undefined;
  }

  save(session: string, number: bigint, reply: Buffer, now: Date): void {
    if (this.newest.size >= MAX_NEWEST) this.newest.clear();
    const newest = this.newest.get(session);
    // Never lowered, because a stored answer may come back when a transaction is rolled back.
    if (newest === undefined || newest < number) this.newest.set(session, number);
    this.connection.run(
      "INSERT INTO replies(session, txn, at, reply) VALUES (?, ?, ?, ?) ON CONFLICT(session) DO UPDATE SET txn = excluded.txn, at = excluded.at, reply = excluded.reply",
      Buffer.from(session, "latin1"),
      number,
      now.getTime(),
      reply,
    );
  }

  /** Sessions end after 30 minutes without use; nobody can ask for older answers. */
  dropOld(now = Date.now()): void {
    this.connection.run("DELETE FROM replies WHERE at < ?", now - KEEP_MS);
  }
}
