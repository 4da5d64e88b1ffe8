import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import mongoose from "mongoose";
import { rawBytes } from "./dump.ts";
import type { OpenedDatabase } from "../open-database.ts";

/** A view of the database as of one moment, whatever is written in the meantime. */
export interface Snapshot {
  collections: string[];
  /** Documents as BSON, in the order of their ids. */
  rows(collection: string): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

const BATCH = 500;

/** The documents of one moment of a client, read with the given options; `raw` keeps every type as it is stored. */
async function reading(
  db: mongoose.mongo.Db,
  options: { session?: mongoose.mongo.ClientSession },
  close: () => Promise<void>,
): Promise<Snapshot> {
  const collections = (await db.listCollections({ type: "collection" }, { nameOnly: true }).toArray()).map(
    ({ name }) => name,
  );
  return {
    collections: collections.filter((name) => !name.startsWith("system.")).toSorted(),
    async *rows(collection) {
      const found = db.collection(collection).find({}, { ...options, raw: true, batchSize: BATCH, sort: { _id: 1 } });
      for await (const row of found) yield rawBytes(row);
    },
    close,
  };
}

/** Copies the embedded database's file, beside whoever writes it, and serves the copy from this process. */
async function copyOfEmbedded(dataDir: string, work: string): Promise<Snapshot> {
  const { snapshotEmbeddedMongo, startEmbeddedMongo } = await import("@fuzhen/embedded-mongo");
  const folder = path.join(work, "db");
  await mkdir(folder, { mode: 0o700 });
  await snapshotEmbeddedMongo(path.join(dataDir, "db"), path.join(folder, "data.db"));
  const server = await startEmbeddedMongo({ dataDir: folder });
  const client = await new mongoose.mongo.MongoClient(server.uri).connect();
  return reading(client.db(mongoose.connection.db?.databaseName), {}, async () => {
    await client.close();
    await server.close();
  });
}

/** A snapshot session (read concern "snapshot", MongoDB 5 and later): all reads see the time of the first one. */
async function sessionOfExternal(): Promise<Snapshot> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("the database is not open");
  const session = mongoose.connection.getClient().startSession({ snapshot: true });
  return reading(db, { session }, () => session.endSession());
}

/** Opens a snapshot. For the embedded database a temporary copy is made below `dataDir`, which is deleted on close. */
export async function openSnapshot(database: OpenedDatabase, dataDir: string): Promise<Snapshot> {
  if (database.kind === "external") return sessionOfExternal();
  const work = await mkdtemp(path.join(dataDir, "backup-"));
  const clean = () => rm(work, { recursive: true, force: true });
  try {
    const snapshot = await copyOfEmbedded(dataDir, work);
    return {
      ...snapshot,
      async close() {
        await snapshot.close();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}
