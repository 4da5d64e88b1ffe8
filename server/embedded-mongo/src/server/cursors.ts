import { RawDocument } from "../bson/encode.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError } from "../errors.ts";

/** MongoDB fills up to 16 MB; smaller batches keep the memory of large reads low and others waiting for less. */
const BATCH_BYTES = 1024 * 1024;
/** What all cursors may hold; beyond it those that rest longest end, and their clients are told CursorNotFound. */
const MAX_HELD_BYTES = 256 * 1024 * 1024;
/** A cursor that goes through a collection holds about one chunk of it. */
const CHUNK_BYTES = 256 * 1024;
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
  /** The connection it was last read on; it ends with it. */
  connectionId: number;
  /** What it holds of results that are computed as a whole. */
  bytes: number;
  usedAt: number;
}

export interface Batch {
  documents: RawDocument[];
  done: boolean;
}

/**
 * Takes documents until the batch is full. By number it looks one ahead, so that a finished cursor is closed at once;
 * by bytes it does not, for that document would be held as long as the client rests.
 */
const fill = (cursor: Cursor, size: number): Batch => {
  const documents: RawDocument[] = [];
  for (let bytes = 0; bytes < BATCH_BYTES;) {
    let next = cursor.pending;
    cursor.pending = undefined;
    if (next === undefined) {
      const step = cursor.documents.next();
      if (step.done === true) return { documents, done: true };
      next = step.value;
    }
    if (documents.length >= size) {
      cursor.pending = next;
      return { documents, done: false };
    }
    documents.push(new RawDocument(next));
    bytes += next.length;
  }
  return { documents, done: false };
};

/** The rest of a result that is computed as a whole, as bytes instead of what it was computed from. */
const settle = (cursor: Cursor): void => {
  const rest: (Uint8Array | undefined)[] = [];
  for (let step = cursor.documents.next(); step.done !== true; step = cursor.documents.next()) {
    rest.push(step.value);
    cursor.bytes += step.value.length;
    if (cursor.bytes > MAX_HELD_BYTES)
      throw new MongoError("ExceededMemoryLimit", "the result is too large to be kept for its cursor");
  }
  cursor.documents = (function* handOut() {
    for (let at = 0; at < rest.length; at++) {
      const next = rest[at]!;
      rest[at] = undefined;
      yield next;
    }
  })();
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
      connectionId: number;
      /**
       * A result of a computation, which would go on holding its documents; it has no place in a collection to read on
       * from.
       */
      whole: boolean;
    },
  ): { batch: RawDocument[]; id: bigint } {
    const { ns, session, transaction, deadline, connectionId } = options;
    const cursor: Cursor = {
      id: 0n,
      ns,
      session,
      transaction,
      deadline,
      documents,
      pending: undefined,
      connectionId,
      bytes: 0,
      usedAt: Date.now(),
    };
    if (options.batchSize === 0 && !options.single) {
      this.keep(cursor);
      return { batch: [], id: cursor.id };
    }
    const batch = fill(cursor, options.batchSize ?? FIRST_BATCH);
    cursor.usedAt = Date.now();
    if (!batch.done && !options.single) {
      if (options.whole) settle(cursor);
      this.keep(cursor);
    }
    return { batch: batch.documents, id: cursor.id };
  }

  /** Opens it, and ends others when all hold too much. The map's order is that of use. */
  private keep(cursor: Cursor): void {
    cursor.id = this.nextId();
    this.open.set(cursor.id, cursor);
    let held = 0;
    for (const { bytes, pending } of this.open.values()) held += CHUNK_BYTES + bytes + (pending?.length ?? 0);
    for (const [id, { bytes, pending }] of this.open) {
      if (held <= MAX_HELD_BYTES || id === cursor.id) return;
      this.open.delete(id);
      held -= CHUNK_BYTES + bytes + (pending?.length ?? 0);
    }
  }

  next(
    id: bigint,
    ns: string,
    size: number | undefined,
    { session, transaction, connectionId }: Pick<Cursor, "session" | "transaction" | "connectionId">,
  ): { batch: RawDocument[]; id: bigint } {
    const cursor = this.open.get(id);
    if (cursor === undefined || cursor.ns !== ns) throw new MongoError("CursorNotFound", `cursor id ${id} not found`);
    if (cursor.transaction !== undefined && cursor.transaction !== transaction)
      throw new MongoError("NoSuchTransaction", "the cursor belongs to another transaction");
    if (cursor.session !== session) throw otherSession(cursor, session);
    cursor.deadline?.extend(Date.now() - cursor.usedAt);
    cursor.connectionId = connectionId;
    this.open.delete(id);
    this.open.set(id, cursor);
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

  /** A client that is gone reads no further. */
  endConnection(connectionId: number): void {
    for (const [id, cursor] of this.open) if (cursor.connectionId === connectionId) this.open.delete(id);
  }

  dropIdle(now = Date.now()): void {
    for (const [id, cursor] of this.open) if (now - cursor.usedAt > IDLE_MS) this.open.delete(id);
  }

  get size(): number {
    return this.open.size;
  }
}
