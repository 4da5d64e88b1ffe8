import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { knownSocket, socketUri } from "./place.ts";
import { DirectoryInUse } from "./server/lock.ts";
import { startEmbeddedMongo } from "./start.ts";

export interface OpenOptions {
  dataDir: string;
  /** Make the database when there is none; without it that is an error. */
  create?: boolean;
  /** How long a server that holds the directory but does not answer yet is waited for; default 10 s. */
  waitMs?: number;
}

export interface OpenedMongo {
  uri: string;
  /** Whether it was running already. */
  running: boolean;
  /** Ends it if it was started for this caller; leaves a running one alone. */
  close: () => Promise<void>;
}

const listens = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });

const PAUSE_MS = 100;

/**
 * For commands beside the application: the server that runs on the directory, or, when there is none, one in this
 * process. A holder that does not listen yet is starting or restarting, and is waited for.
 */
export const openEmbeddedMongo = async (options: OpenOptions): Promise<OpenedMongo> => {
  const dataDir = resolve(options.dataDir);
  if (options.create !== true && !existsSync(join(dataDir, "data.db")))
    throw new Error(`there is no database in ${dataDir}`);
  const giveUp = performance.now() + (options.waitMs ?? 10_000);
  for (;;) {
    const path = knownSocket(dataDir);
    if (path !== undefined && (await listens(path)))
      return { uri: socketUri(path), running: true, close: () => Promise.resolve() };
    try {
      const started = await startEmbeddedMongo({ dataDir });
      return { uri: started.uri, running: false, close: started.close };
    } catch (error) {
      if (!(error instanceof DirectoryInUse) || performance.now() > giveUp) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
};
