import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { join, resolve } from "node:path";
import { privateDirectory, socketPlace, socketUri, temporaryDirectory } from "./place.ts";
import { ClientConnection } from "./server/connection.ts";
import { Engine } from "./server/engine.ts";
import { lockDirectory } from "./server/lock.ts";
import type { Log } from "./server/log.ts";
import { Replies } from "./server/replies.ts";
import { Store } from "./server/store.ts";
import { expire } from "./server/ttl.ts";

export interface StartOptions {
  /** Where the data lives; ":memory:" for a throw-away database that is gone after close (it uses a temporary file). */
  dataDir: string | ":memory:";
  /** Unix socket to listen on; by default one beside the data. */
  socketPath?: string;
  /** How often expired documents of TTL indexes are removed; MongoDB's own interval is the default, 60 s. */
  ttlIntervalMs?: number;
  /** A transaction open for longer is aborted; default 60 s. */
  transactionMs?: number;
  /** How long a transaction waits for its turn before it fails, to be tried again; default 5 s. */
  waitMs?: number;
  /** A transaction whose client does nothing for so long while others want to write is aborted; default 150 ms. */
  idleMs?: number;
  /** A client that stalls in the middle of a message, or does not take a reply, is cut off; default 30 s. */
  stallMs?: number;
  log?: Log;
  /** Told before (true) and after work of an operator that may take minutes and lets nothing else run. */
  long?: (begun: boolean) => void;
}

export interface EmbeddedMongo {
  /** For `mongoose.connect` or `MongoClient` as it is. */
  uri: string;
  socketPath: string;
  close: () => Promise<void>;
  /** Copies the committed state to a new SQLite file, which can serve as `data.db` of another directory. */
  backup: (file: string) => Promise<void>;
  /** Goes through the file, every document and every index entry; an empty list means sound. */
  check: () => string[];
  /** Removes expired documents now; gives how many. */
  expire: () => Promise<number>;
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(path, () => {
      server.off("error", fail);
      done();
    });
  });

/** Starts a server in this process. Several may run side by side, each with its own data. */
export const startEmbeddedMongo = async (options: StartOptions): Promise<EmbeddedMongo> => {
  const temporary = options.dataDir === ":memory:";
  const directory = temporary ? temporaryDirectory() : privateDirectory(options.dataDir);
  const unlock = temporary ? () => undefined : lockDirectory(directory);
  const log = options.log ?? (() => undefined);
  const place =
    options.socketPath === undefined
      ? socketPlace(directory)
      : { path: resolve(options.socketPath), release: () => rmSync(resolve(options.socketPath!), { force: true }) };
  let store: Store | undefined;
  try {
    store = new Store({ path: join(directory, "data.db"), durable: !temporary });
    return await serve(store, place.path, { ...options, log }, () => {
      place.release();
      unlock();
      if (temporary) rmSync(directory, { recursive: true, force: true });
    });
  } catch (error) {
    store?.close();
    place.release();
    unlock();
    throw error;
  }
};

const serve = async (
  store: Store,
  path: string,
  options: StartOptions & { log: Log },
  release: () => void,
): Promise<EmbeddedMongo> => {
  const clients = new Map<number, ClientConnection>();
  const info = { address: path, startedAt: Date.now(), connections: () => clients.size, requests: 0 };
  const engine = new Engine(store, info, {
    transactionMs: options.transactionMs ?? 60_000,
    waitMs: options.waitMs ?? 5_000,
    idleMs: options.idleMs ?? 150,
    log: options.log,
    long: options.long ?? (() => undefined),
  });
  let nextId = 1;
  const server = createServer((socket) => {
    const id = nextId++;
    clients.set(id, new ClientConnection(socket, engine, id, { stallMs: options.stallMs ?? 30_000 }));
    socket.on("close", () => clients.delete(id));
  });
  // We hold the data's lock, so a socket file that is there was left by a dead process.
  rmSync(path, { force: true });
  await listen(server, path);
  chmodSync(path, 0o600);
  const replies = new Replies(store.writer);
  const upkeep = async (): Promise<number> => {
    engine.cursors.dropIdle();
    await engine.internal(() => replies.dropOld());
    return expire(engine, store);
  };
  const timer = setInterval(() => {
    upkeep().catch((error: unknown) =>
      options.log({
        level: "error",
        msg: "removing expired documents failed",
        error: error instanceof Error ? error.name : "unknown",
      }),
    );
  }, options.ttlIntervalMs ?? 60_000).unref();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    clearInterval(timer);
    const closed = new Promise<void>((done) => server.close(() => done()));
    engine.close();
    for (const client of clients.values()) client.destroy();
    await closed;
    store.close();
    release();
  };
  return {
    uri: socketUri(path),
    socketPath: path,
    close: () => (closing ??= close()),
    backup: (file) => store.backup(file),
    check: () => store.integrityErrors(),
    expire: upkeep,
  };
};
