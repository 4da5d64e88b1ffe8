import { AsyncLocalStorage } from "node:async_hooks";
import mongoose from "mongoose";

/**
 * The connections that only transactions use. Waiting writes may hold every connection of the ordinary pool; were the
 * transaction they wait for to take its own from there too, it could not go on, and all would stand.
 */
let pool: mongoose.Connection | null = null;

/** More than transactions run at once, for one may send some of its statements side by side. */
const POOL_SIZE = 64;

/** Set inside a transaction: the database by way of its own connections. */
const inside = new AsyncLocalStorage<mongoose.mongo.Db>();

// A driver takes a statement's connection from the client its collection belongs to, and mongoose asks one method for it.
const { prototype } = mongoose.Collection;
const ordinary: unknown = Reflect.get(prototype, "_getCollection");
if (typeof ordinary !== "function") throw new Error("this version of mongoose gets its collections in another way");
Object.defineProperty(prototype, "_getCollection", {
  configurable: true,
  writable: true,
  value(this: mongoose.Collection): unknown {
    return inside.getStore()?.collection(this.name) ?? Reflect.apply(ordinary, this, []);
  },
});

export async function openTransactionPool(uri: string, options: mongoose.ConnectOptions): Promise<void> {
  await pool?.destroy();
  pool = await mongoose.createConnection(uri, { ...options, maxPoolSize: POOL_SIZE }).asPromise();
}

/** Whether the caller runs inside a transaction. */
export const insideTransaction = () => inside.getStore() !== undefined;

/** The body and all that it awaits as one transaction. It may run more than once: transient errors. */
export async function runTransaction(body: () => Promise<void>): Promise<void> {
  const { db } = pool ?? {};
  if (!pool || !db) throw new Error("the database is not connected");
  await pool.transaction(() => inside.run(db, body), { writeConcern: { w: "majority" } });
}

/** The clients whose commands are the application's. */
export const databaseClients = (): mongoose.mongo.MongoClient[] =>
  [mongoose.connection, pool].flatMap((connection) => (connection ? [connection.getClient()] : []));

/** As abandoning the ordinary connections: nobody waits for a database that hangs. */
export const abandonTransactions = (): void => void pool?.close(true).catch(() => undefined);
