import { AsyncLocalStorage } from "node:async_hooks";
import mongoose from "mongoose";
import type { CommittedFact } from "./committed-fact.ts";

/**
 * The connections that only transactions use. Waiting writes may hold every connection of the ordinary pool; were the
 * transaction they wait for to take its own from there too, it could not go on, and all would stand.
 */
let pool: mongoose.Connection | null = null;

/** More than transactions run at once, for one may send some of its statements side by side. */
const POOL_SIZE = 64;

/** Set inside a transaction: the database by way of its own connections, and the facts it has recorded so far. */
const inside = new AsyncLocalStorage<{
  db: mongoose.mongo.Db;
  session: mongoose.ClientSession;
  facts: CommittedFact[];
}>();

// A driver takes a statement's connection from the client its collection belongs to, and mongoose asks one method for it.
const { prototype } = mongoose.Collection;
const ordinary: unknown = Reflect.get(prototype, "_getCollection");
if (typeof ordinary !== "function") throw new Error("this version of mongoose gets its collections in another way");
Object.defineProperty(prototype, "_getCollection", {
  configurable: true,
  writable: true,
  value(this: mongoose.Collection): unknown {
    return inside.getStore()?.db.collection(this.name) ?? Reflect.apply(ordinary, this, []);
  },
});

export async function openTransactionPool(uri: string, options: mongoose.ConnectOptions): Promise<void> {
  await pool?.destroy();
  pool = await mongoose.createConnection(uri, { ...options, maxPoolSize: POOL_SIZE }).asPromise();
}

/** Whether the caller runs inside a transaction. */
export const insideTransaction = () => inside.getStore() !== undefined;

/** Option for a statement past the models, which join the surrounding transaction by themselves. */
export const sessionHere = (): { session?: mongoose.ClientSession } => {
  const session = inside.getStore()?.session;
  return session ? { session } : {};
};

/** A fact that is true once the surrounding transaction commits. */
export const noteInTransaction = (fact: CommittedFact): void => void inside.getStore()?.facts.push(fact);

/** The body and all that it awaits as one transaction. It may run more than once: transient errors. Answers its facts. */
export async function runTransaction(body: () => Promise<void>): Promise<CommittedFact[]> {
  const { db } = pool ?? {};
  if (!pool || !db) throw new Error("the database is not connected");
  let facts: CommittedFact[] = [];
  await pool.transaction(
    (session) => {
      facts = [];
      return inside.run({ db, session, facts }, body);
    },
    { writeConcern: { w: "majority" } },
  );
  return facts;
}

/** The clients whose commands are the application's. */
export const databaseClients = (): mongoose.mongo.MongoClient[] =>
  [mongoose.connection, pool].flatMap((connection) => (connection ? [connection.getClient()] : []));

/** As abandoning the ordinary connections: nobody waits for a database that hangs. */
export const abandonTransactions = (): void => void pool?.close(true).catch(() => undefined);
