import { RawDocument } from "../bson/encode.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError } from "../errors.ts";

/** MongoDB fills up to 16 MB; smaller batches keep the memory of large reads low and others waiting for less. */
const MAX_BATCH_BYTES = 2 * 1024 * 1024;
const FIRST_BATCH = 101;
const IDLE_MS = 10 * 60_000;

export interface Cursor {
  id: bigint;
  ns: string;
  /** The session's key, when one was given: only that session may go on reading. */
  session: string | undefined;
  /** Set for cursors of a transaction; they end with it. */
  transaction: object | undefined;
  deadline: Deadline | undefined;
  documents: Iterator<Uint8Array>;
  /** Read ahead but beyond the last batch's size. */
  pending: Uint8Array | undefined;
  usedAt: number;
}

export interface Batch {
  documents: RawDocument[];
  done: boolean;
}

/** Takes documents until the batch is full. Looks one ahead, so that a finished cursor is closed at once. */
const fill = (cursor: Cursor, size: number): Batch => {
  const documents: RawDocument[] = [];
  let bytes = 0;
  for (;;) {
    let next = cursor.pending;
    cursor.pending = undefined;
    if (next === undefined) {
      const step = cursor.documents.next();
      if (step.done === true) return { documents, done: true };
      next = step.value;
    }
    if (documents.length >= size || (documents.length > 0 && bytes + next.length > MAX_BATCH_BYTES)) {
      cursor.pending = next;
      return { documents, done: false };
    }
    documents.push(new RawDocument(next));
    bytes += next.length;
  }
};

const otherSession = (cursor: Cursor, session: string | undefined): MongoError => {
  const code = cursor.session === undefined ? 50736 : session === undefined ? 50737 : 50738;
  return new MongoError(code, `Cannot run getMore on cursor ${cursor.id}, which was created in another session`);
};

/** Open cursors. They hold a position, never an open SQLite statement. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>();
  // Ids are hard to guess, so that one client's mistake does not read from another's cursor.
  private nextId(): bigint {
    for (;;) {
      const id =
        (BigInt(Math.floor(Math.random() * 0x7fffffff)) << 31n) | BigInt(Math.floor(Math.random() * 0x7fffffff));
      if (id !== 0n && !this.open.has(id)) return id;
    }
  }

  first(
    documents: Iterator<Uint8Array>,
    options: {
      ns: string;
      batchSize: number | undefined;
      single: boolean;
      session: string | undefined;
      transaction: object | undefined;
      deadline: Deadline | undefined;
    },
  ): { batch: RawDocument[]; id: bigint } {
    const { ns, session, transaction, deadline } = options;
    const cursor: Cursor = {
      id: 0n,
      ns,
      session,
      transaction,
      deadline,
      documents,
      pending: undefined,
      usedAt: Date.now(),
    };
    if (options.batchSize === 0 && !options.single) {
      cursor.id = this.nextId();
      this.open.set(cursor.id, cursor);
      return { batch: [], id: cursor.id };
    }
    const batch = fill(cursor, options.batchSize ?? FIRST_BATCH);
    cursor.usedAt = Date.now();
    if (!batch.done && !options.single) {
      cursor.id = this.nextId();
      this.open.set(cursor.id, cursor);
    }
    return { batch: batch.documents, id: cursor.id };
  }

  next(
    id: bigint,
    ns: string,
    size: number | undefined,
    { session, transaction }: Pick<Cursor, "session" | "transaction">,
  ): { batch: RawDocument[]; id: bigint } {
    const cursor = this.open.get(id);
    if (cursor === undefined || cursor.ns !== ns) throw new MongoError("CursorNotFound", `cursor id ${id} not found`);
    if (cursor.transaction !== undefined && cursor.transaction !== transaction)
      throw new MongoError("NoSuchTransaction", "the cursor belongs to another transaction");
    if (cursor.session !== session) throw otherSession(cursor, session);
    cursor.deadline?.extend(Date.now() - cursor.usedAt);
    let batch: Batch;
    try {
      batch = fill(cursor, size === undefined || size === 0 ? Infinity : size);
    } catch (error) {
      this.open.delete(id);
      throw error;
    }
    cursor.usedAt = Date.now();
    if (batch.done) this.open.delete(id);
    return { batch: batch.documents, id: batch.done ? 0n : id };
  }

  kill(id: bigint): boolean {
    return this.open.delete(id);
  }

  endTransaction(transaction: object): void {
    for (const [id, cursor] of this.open) if (cursor.transaction === transaction) this.open.delete(id);
  }

  endSession(session: string): void {
    for (const [id, cursor] of this.open) if (cursor.session === session) this.open.delete(id);
  }

  dropIdle(now = Date.now()): void {
    for (const [id, cursor] of this.open) if (now - cursor.usedAt > IDLE_MS) this.open.delete(id);
  }

  get size(): number {
    return this.open.size;
  }
}
