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
  /** A child that answers nothing for so long is killed and started again; default 30 s. */
  silenceMs?: number;
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

/** A machine short of memory or processes may refuse at once. */
const forked = (entry: string, dataDir: string): ChildProcess | Error => {
  try {
    return fork(entry, [], childOptions(dataDir));
  } catch (error) {
    return error instanceof Error ? error : new Error("the process could not be started");
  }
};

/** In one silence the child is asked so many times; each unanswered one counts, so that a pause of our own counts as one. */
const ASKED = 10;

type Message = {
  online?: true;
  ready?: true;
  failed?: string;
  log?: LogLine;
  alive?: true;
  /** It begins (true) or has ended work that keeps it from answering for as long as that takes. */
  long?: boolean;
};

/**
 * Runs the database in a process of its own, so that a long query does not stop the application and a crash of
 * either does not take the other down. A child that dies is started again after a growing delay; one that does not
 * answer any more is killed first.
 */
export const superviseEmbeddedMongo = async (options: SuperviseOptions): Promise<SupervisedMongo> => {
  const dataDir = privateDirectory(options.dataDir);
  const place = socketPlace(dataDir);
  const log = options.log ?? (() => undefined);
  const entry = options.entry ?? fileURLToPath(new URL("./child.ts", import.meta.url));
  let child: ChildProcess | undefined;
  /** Whether the child has begun to serve, and so may hold writes it has acknowledged. */
  let ready = false;
  let delay = FIRST_DELAY;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;

  /** Asks the child again and again whether it is alive; gives what its answers are to be told to. */
  const watch = (watched: ChildProcess): ((message: Message) => void) => {
    let [unanswered, long] = [0, false];
    const beat = setInterval(
      () => {
        if (long || !watched.connected) return;
        if (unanswered++ >= ASKED) {
          clearInterval(beat);
          log({ level: "error", msg: "embedded database does not answer, killing it", pid: watched.pid });
          watched.kill("SIGKILL");
        } else watched.send({ ask: true });
      },
      (options.silenceMs ?? 30_000) / ASKED,
    ).unref();
    watched.once("exit", () => clearInterval(beat));
    return (message) => {
      if (message.alive === true) unanswered = 0;
      if (message.long !== undefined) [unanswered, long] = [0, message.long];
    };
  };

  const start = (onReady: () => void, onFailure: (reason: string) => void): void => {
    const startedAt = Date.now();
    let reason: string | undefined;
    let told: ((message: Message) => void) | undefined;
    ready = false;
    const started = forked(entry, dataDir);
    if (started instanceof Error) {
      onFailure(started.message);
      return;
    }
    child = started;
    const ended = (how: string): void => {
      if (child === started) child = undefined;
      if (closing) return;
      if (Date.now() - startedAt > STEADY_MS) delay = FIRST_DELAY;
      onFailure(reason ?? how);
    };
    started.on("message", (message: Message) => {
      if (message.online === true && started.connected) started.send({ dataDir, socketPath: place.path });
      if (message.log !== undefined) log(message.log);
      if (message.failed !== undefined) reason = message.failed;
      told?.(message);
      if (message.ready === true) {
        ready = true;
        log({ level: "info", msg: "embedded database ready", pid: started.pid, ms: Date.now() - startedAt });
        told = watch(started);
        onReady();
      }
    });
    started.on("error", (error) => {
      reason ??= error.message;
      // One that could not be started at all has no end to tell of.
      if (started.pid === undefined) ended(error.message);
    });
    started.once("exit", (code, signal) => ended(`exited with ${signal ?? code}`));
  };

  const again = (reason: string): void => {
    log({ level: "error", msg: "embedded database died, restarting", reason, delayMs: delay });
    restart = setTimeout(() => start(() => undefined, again), delay);
    delay = Math.min(MAX_DELAY, delay * 2);
  };

  await new Promise<void>((done, fail) => {
    let up = false;
    start(
      () => {
        up = true;
        done();
      },
      // A failure at the very first start (a directory that is locked or somebody else's) will not go away by trying
      // again.
      (reason) => (up ? again(reason) : fail(new Error(`the embedded database did not start: ${reason}`))),
    );
  });

  const stop = async (): Promise<void> => {
    closing = true;
    clearTimeout(restart);
    const running = child;
    if (running !== undefined) {
      const gone = new Promise<void>((done) => running.once("exit", () => done()));
      // A child that has not finished opening the data has acknowledged nothing to anybody: it need not be waited for.
      const force = setTimeout(() => running.kill("SIGKILL"), ready ? STOP_MS : 0);
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
