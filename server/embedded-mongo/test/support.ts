import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { socketUri } from "../src/place.ts";
import { childOptions } from "../src/supervise.ts";

/** Set by `test --long` (CONTRIBUTING.md): what is tried many times is then tried many more. Read here alone. */
export const long = process.env["TEST_LONG"] === "1";

/** A fresh directory; `remove` deletes it. */
export const scratch = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), "emtest-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Waits for a condition by asking again; the test's own time limit is the deadline. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** Deterministic numbers, so that a failing fuzz run can be repeated by its seed. */
export const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

export interface ServerProcess {
  uri: string;
  process: ChildProcess;
  /** Milliseconds from fork to listening. */
  startMs: number;
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}

/** The production entry in a process of its own, without the supervisor: for tests that kill it themselves. */
export const serverProcess = async (dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> => {
  const socketPath = join(dataDir, "mongo.sock");
  const started = Date.now();
  const options = childOptions(dataDir);
  const child = fork(fileURLToPath(new URL("../src/child.ts", import.meta.url)), [], {
    ...options,
    env: { ...options.env, ...env },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message: { online?: true; ready?: true; failed?: string }) => {
      if (message.online === true) child.send({ dataDir, socketPath });
      if (message.ready === true) resolve();
      if (message.failed !== undefined) reject(new Error(message.failed));
    });
    child.once("exit", () => reject(new Error("the server did not start")));
  });
  return {
    uri: socketUri(socketPath),
    process: child,
    startMs: Date.now() - started,
    kill: () => {
      child.kill("SIGKILL");
      return exited;
    },
    stop: () => {
      child.disconnect();
      return exited;
    },
  };
};
