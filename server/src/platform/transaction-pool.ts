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
  last: { collection: mongoose.Collection; operation: LastWrite }[];
}
type LastWrite =
  | { insertOne: { document: mongoose.mongo.Document } }
  | { updateOne: { filter: mongoose.mongo.Document; update: mongoose.mongo.Document; upsert: boolean } };
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

/** Since MongoDB 8.0 one command writes to several collections. */
const MANY_COLLECTIONS = 25;
let writesMany = false;

export async function openTransactionPool(uri: string, options: mongoose.ConnectOptions): Promise<void> {
  await pool?.destroy();
  pool = await mongoose.createConnection(uri, { ...options, maxPoolSize: POOL_SIZE }).asPromise();
  const hello = (await pool.db?.admin().command({ hello: 1 })) as { maxWireVersion?: number } | undefined;
  writesMany = (hello?.maxWireVersion ?? 0) >= MANY_COLLECTIONS;
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
 * A write of which nothing in the transaction reads anything. It goes with all others in one statement, the last before the commit
 * (one for each collection before MongoDB 8), for each statement is a way to the database during which others wait; so what it
 * runs into is told with the end of the transaction. At once outside of a transaction. Past the model: values are whole and of
 * the types that are stored.
 */
export async function writeLast(collection: mongoose.Collection, operation: LastWrite): Promise<void> {
  const last = inside.getStore()?.last;
  if (last) last.push({ collection, operation });
  else await collection.bulkWrite([operation], { ignoreUndefined: true });
}

async function finish({ last, session }: Inside): Promise<void> {
  const all = Map.groupBy(last, ({ collection }) => collection);
  if (writesMany && all.size > 1) return finishAtOnce(last, session);
  for (const [collection, writes] of all)
    await collection.bulkWrite(
      writes.map(({ operation }) => operation),
      { session, ignoreUndefined: true },
    );
}

async function finishAtOnce(last: Inside["last"], session: mongoose.ClientSession): Promise<void> {
  const models = last.map(({ collection, operation }) => {
    const namespace = `${collection.conn.name}.${collection.name}`;
    return "insertOne" in operation
      ? { namespace, name: "insertOne" as const, ...operation.insertOne }
      : { namespace, name: "updateOne" as const, ...operation.updateOne };
  });
  try {
    // As the driver has it for this command, what is undefined is left out.
    await pool?.getClient().bulkWrite(models, { session });
  } catch (error) {
    throw causeOf(error);
  }
}

/** What a single statement would have run into: labels and codes by which a transaction is tried again, or refused. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof mongoose.mongo.MongoClientBulkWriteError)) return error;
  const [first] = error.writeErrors.values();
  if (first) return new mongoose.mongo.MongoServerError({ message: first.message, code: first.code });
  return error.cause ?? error;
}

/** The body and all that it awaits as one transaction. It may run more than once: transient errors. Answers its facts. */
export async function runTransaction(body: () => Promise<void>): Promise<CommittedFact[]> {
  const { db } = pool ?? {};
  if (!pool || !db) throw new Error("the database is not connected");
  let facts: CommittedFact[] = [];
  await pool.transaction(
    (session) => {
      facts = [];
      const here: Inside = { db, session, facts, last: [] };
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
