import { fork } from "node:child_process";
import type { ChildProcess, ForkOptions } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { privateDirectory, socketPlace, socketUri } from "./place.ts";
import type { Log, LogLine } from "./server/log.ts";

export interface SuperviseOptions {
  dataDir: string;
  log?: Log;
  /** The child's entry file, for bundles; by default the source file beside this one. */
  entry?: string;
}

export interface SupervisedMongo {
  /** Stays the same over restarts of the child. */
  uri: string;
  socketPath: string;
  /** Process id of the running child, undefined while it is being restarted. */
  pid: () => number | undefined;
  close: () => Promise<void>;
}

const FIRST_DELAY = 100;
const MAX_DELAY = 10_000;
/** A child that ran this long has recovered: the next failure starts with a short delay again. */
const STEADY_MS = 30_000;
/** Told to end and still there: it hangs, and what it has acknowledged is on the disk. */
const STOP_MS = 3_000;

/**
 * How the child is forked. Its compiled code is kept beside the data, which only this user can write to (a shared
 * temporary directory would let others plant code): it starts in a fraction of the time.
 */
export const childOptions = (dataDir: string): ForkOptions => ({
  stdio: ["ignore", "inherit", "inherit", "ipc"],
  execArgv: [],
  env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(dataDir, "compile-cache") },
});

type Message = { online?: true; ready?: true; failed?: string; log?: LogLine };

/**
 * Runs the database in a process of its own, so that a long query does not stop the application and a crash of
 * either does not take the other down. A child that dies is started again after a growing delay.
 */
export const superviseEmbeddedMongo = async (options: SuperviseOptions): Promise<SupervisedMongo> => {
  const dataDir = privateDirectory(options.dataDir);
  const place = socketPlace(dataDir);
  const log = options.log ?? (() => undefined);
  const entry = options.entry ?? fileURLToPath(new URL("./child.ts", import.meta.url));
  let child: ChildProcess | undefined;
  let delay = FIRST_DELAY;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;

  const start = (onReady: () => void, onFailure: (reason: string) => void): void => {
    const startedAt = Date.now();
    let reason: string | undefined;
    const started = fork(entry, [], childOptions(dataDir));
    child = started;
    started.on("message", (message: Message) => {
      if (message.online === true) started.send({ dataDir, socketPath: place.path });
      if (message.log !== undefined) log(message.log);
      if (message.failed !== undefined) reason = message.failed;
      if (message.ready === true) {
        log({ level: "info", msg: "embedded database ready", pid: started.pid, ms: Date.now() - startedAt });
        onReady();
      }
    });
    started.on("error", (error) => {
      reason ??= error.message;
    });
    started.once("exit", (code, signal) => {
      if (child === started) child = undefined;
      if (closing) return;
      if (Date.now() - startedAt > STEADY_MS) delay = FIRST_DELAY;
      onFailure(reason ?? `exited with ${signal ?? code}`);
    });
  };

  const again = (reason: string): void => {
    log({ level: "error", msg: "embedded database died, restarting", reason, delayMs: delay });
    restart = setTimeout(() => start(() => undefined, again), delay);
    delay = Math.min(MAX_DELAY, delay * 2);
  };

  await new Promise<void>((ready, fail) => {
    let up = false;
    start(
      () => {
        up = true;
        ready();
      },
      // What fails at the first start (a locked or foreign directory) will not heal by itself.
      (reason) => (up ? again(reason) : fail(new Error(`the embedded database did not start: ${reason}`))),
    );
  });

  const stop = async (): Promise<void> => {
    closing = true;
    clearTimeout(restart);
    const running = child;
    if (running !== undefined) {
      const gone = new Promise<void>((done) => running.once("exit", () => done()));
      const force = setTimeout(() => running.kill("SIGKILL"), STOP_MS);
      if (running.connected) running.disconnect();
      await gone;
      clearTimeout(force);
    }
    place.release();
  };
  let stopping: Promise<void> | undefined;
  return {
    uri: socketUri(place.path),
    socketPath: place.path,
    pid: () => child?.pid,
    close: () => (stopping ??= stop()),
  };
};
