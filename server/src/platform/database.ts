import { setTimeout } from "node:timers/promises";
import mongoose from "mongoose";
import type { CommittedFact } from "./committed-fact.ts";
import { createTransactionLine } from "./transaction-line.ts";
import { abandonTransactions, insideTransaction, openTransactionPool, runTransaction } from "./transaction-pool.ts";

// Every query inside inTransaction() joins its transaction automatically, so no write can be left out of it.
mongoose.set("transactionAsyncLocalStorage", true);
// Unknown paths in a query are a programming error, and operators from input must never reach one.
mongoose.set("strictQuery", "throw");
mongoose.set("sanitizeFilter", false);

/** Connects to any MongoDB-compatible database and creates the indexes that invariants rely on. */
export async function connectDatabase(uri: string, options: { monitored?: boolean } = {}): Promise<void> {
  await reachDatabase(uri, options);
  for (const model of Object.values(mongoose.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}

/** Connects without changing anything, for commands that only read. `monitored` reports database commands (tracing). */
export async function reachDatabase(uri: string, { monitored = false } = {}): Promise<void> {
  const options = { autoIndex: false, serverSelectionTimeoutMS: 5000, retryWrites: true, monitorCommands: monitored };
  await mongoose.connect(uri, { ...options, maxPoolSize: 200 });
  await openTransactionPool(uri, options);
}

/** Whether the database is empty apart from data keys, that is, a new installation. */
export async function databaseIsEmpty(): Promise<boolean> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("the database is not connected");
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (name !== "keys" && (await db.collection(name).findOne({}, { projection: { _id: 1 } }))) return false;
  return true;
}

/** The driver's database handle for rate limits (rate-limit.ts), whose writes must not join a transaction. */
export function databaseForCounters(): NonNullable<typeof mongoose.connection.db> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("the database is not connected");
  return db;
}

export const disconnectDatabase = () => mongoose.disconnect();

/** What still waits for the database fails at once, and so does all that is asked from now on: the process is about to end. */
export function abandonDatabase(): void {
  // Saying goodbye to a database that hangs would take for ever, so nobody waits for it.
  mongoose.connection.close(true).catch(() => undefined);
  abandonTransactions();
}

const ANSWER_MS = 2000;

/** True when the database answers now (`/readyz`). */
export const databaseAnswers = async (): Promise<boolean> => (await pingDatabase()) !== null;

/** Milliseconds the database takes to answer; null when it is gone, or hangs, which is the same. */
export async function pingDatabase(): Promise<number | null> {
  const { connection } = mongoose;
  if (connection.readyState !== mongoose.ConnectionStates.connected || !connection.db) return null;
  const began = performance.now();
  const ping = connection.db
    .admin()
    .command({ ping: 1 })
    .then(
      () => performance.now() - began,
      () => null,
    );
  return Promise.race([ping, setTimeout(ANSWER_MS, null, { ref: false })]);
}

/**
 * Runs the change and its facts as one transaction and hands the facts to the outbox after the commit, before anybody is
 * told of the change. The body may run more than once (transient errors), so it must have no effects outside the database.
 * `busy` when it would have to wait too long.
 */
export async function inTransaction<T>(
  ctx: { pokeOutbox: (facts: readonly CommittedFact[]) => void },
  body: () => Promise<T>,
): Promise<T> {
  if (insideTransaction()) return body();
  const holder: { result?: T } = {};
  const facts = await transactionLine.run((again) =>
    runTransaction(async () => {
      again();
      holder.result = await body();
    }),
  );
  if (facts.length > 0) ctx.pokeOutbox(facts);
  return holder.result as T;
}

/** Has the surrounding transaction tried again from its start: what it has read was overtaken. */
export const tryAgain = (message: string): Error =>
  new mongoose.mongo.MongoServerError({ message, errorLabels: ["TransientTransactionError"] });

/** More at once would only be in each other's way: the embedded database has one writer, MongoDB conflicts to try again. */
const transactionLine = createTransactionLine({ atOnce: 16, waitMs: 8000 });

/** Name of the unique index a write ran into, or null when the error is another one. */
export function duplicateKeyOf(error: unknown): string[] | null {
  if (!(error instanceof Error) || !("code" in error) || error.code !== 11000) return null;
  const pattern =
    "keyPattern" in error && typeof error.keyPattern === "object" && error.keyPattern !== null ? error.keyPattern : {};
  return Object.keys(pattern);
}

export { insideTransaction, sessionHere, writeLast } from "./transaction-pool.ts";
export { isValidObjectId, Types } from "mongoose";
