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

/** Set inside a transaction: the database by way of its own connections, the facts recorded so far, what is written last. */
interface Inside {
  db: mongoose.mongo.Db;
  session: mongoose.ClientSession;
  facts: CommittedFact[];
  last: Map<mongoose.Collection, mongoose.mongo.AnyBulkWriteOperation[]>;
}
const inside = new AsyncLocalStorage<Inside>();

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

/**
 * A write of which nothing in the transaction reads anything. It goes with all others to its collection in one statement, the last
 * before the commit, for each statement is a way to the database during which others wait. At once outside of a transaction. Past
 * the model: values are whole and of the types that are stored.
 */
export async function writeLast(
  collection: mongoose.Collection,
  operation: mongoose.mongo.AnyBulkWriteOperation,
): Promise<void> {
  const last = inside.getStore()?.last;
  if (last) last.set(collection, [...(last.get(collection) ?? []), operation]);
  else await collection.bulkWrite([operation], { ignoreUndefined: true });
}

async function finish({ last, session }: Inside): Promise<void> {
  for (const [collection, operations] of last)
    await collection.bulkWrite(operations, { session, ignoreUndefined: true });
}

/** The body and all that it awaits as one transaction. It may run more than once: transient errors. Answers its facts. */
export async function runTransaction(body: () => Promise<void>): Promise<CommittedFact[]> {
  const { db } = pool ?? {};
  if (!pool || !db) throw new Error("the database is not connected");
  let facts: CommittedFact[] = [];
  await pool.transaction(
    (session) => {
      facts = [];
      const here: Inside = { db, session, facts, last: new Map() };
      return inside.run(here, async () => {
        await body();
        await finish(here);
      });
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
