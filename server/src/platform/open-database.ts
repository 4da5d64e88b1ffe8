import path from "node:path";
import type { Env } from "../env.ts";
import { connectDatabase, disconnectDatabase, reachDatabase } from "./database.ts";

export interface OpenedDatabase {
  uri: string;
  kind: "external" | "embedded";
  /** Whether a server is running on it; null for an external database, where that cannot be told. */
  running: boolean | null;
  close(): Promise<void>;
}

/**
 * Opens the database of an installation for a command, whether its server runs or not: `MONGODB_URI` when set, else the
 * embedded one through the server's socket, else started for the duration of the command. Changes nothing unless
 * `create` is set, which creates database, collections and indexes. Throws when there is no database and `create` is
 * not set.
 */
export async function openDatabase(
  env: Pick<Env, "DATA_DIR" | "MONGODB_URI">,
  { create = false }: { create?: boolean } = {},
): Promise<OpenedDatabase> {
  const embedded = env.MONGODB_URI ? null : await openEmbedded(path.resolve(env.DATA_DIR, "db"), create);
  const uri = env.MONGODB_URI ?? embedded?.uri ?? "";
  try {
    await (create ? connectDatabase(uri) : reachDatabase(uri));
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  return {
    uri,
    kind: embedded ? "embedded" : "external",
    running: embedded ? embedded.running : null,
    async close() {
      await disconnectDatabase();
      await embedded?.close();
    },
  };
}

async function openEmbedded(dataDir: string, create: boolean) {
  const { openEmbeddedMongo } = await import("@fuzhen/embedded-mongo");
  return openEmbeddedMongo({ dataDir, create });
}
