import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..", "..");

/** The real built product as its own process with its own data folder. */
export interface Stack {
  url: string;
  dataDir: string;
  /** Everything the server wrote to its log so far. */
  log: () => string;
  /** Process id of the running server. */
  pid(): number;
  /** SIGTERM, wait for the end, start again on the same port and data. */
  restart(): Promise<void>;
  /** kill -9; `start` brings it back on the same port and data. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Moves the server's clock ahead. Only for a stack with `movableClock`. */
  moveClock(aheadMs: number): Promise<void>;
  /** Ends it and removes its data. Answers how long SIGTERM took in ms. */
  stop(): Promise<number>;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return typeof address === "object" && address ? address.port : 0;
}

/** True when the server says it is ready. */
export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

/** Polls until the condition holds; the pause between tries only saves CPU. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  what: string,
  limitMs = 180_000,
): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > limit) throw new Error(`waited ${limitMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What the servers of this process wrote, by their address: a journey reads its text messages there. */
const outputs = new Map<string, () => string>();
export const outputOf = (url: string): string => outputs.get(url)?.() ?? "";

const movedClock = new URL("./moved-clock.ts", import.meta.url);

interface StackOptions {
  /** So that a journey need not wait for what takes ten minutes. */
  movableClock?: boolean;
}

/** Starts the built server (`server/dist`) with demo data on a free port. `env` adds settings. */
export async function startStack(
  env: Record<string, string> = {},
  { movableClock = false }: StackOptions = {},
): Promise<Stack> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-e2e-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | null = null;
  let output = "";
  outputs.set(url, () => output);

  async function start(): Promise<void> {
    const ahead = movableClock ? ["--import", movedClock.href] : [];
    const started = spawn(process.execPath, [...ahead, path.join(root, "server", "dist", "main.js")], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: "development",
        PORT: String(port),
        DATA_DIR: dataDir,
        CLIENT_DIR: path.join(root, "client", "dist"),
        LOG_LEVEL: "info",
        // Everybody in a journey signs up from this machine.
        SIGN_UPS_PER_ADDRESS: "10000",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe", ...(movableClock ? (["ipc"] as const) : [])],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await until(() => {
      if (started.exitCode !== null)
        throw new Error(`the server ended with ${started.exitCode}\n${output.slice(-4000)}`);
      return isReady(url);
    }, "the server to be ready");
  }

  const end = async (signal: NodeJS.Signals): Promise<number> => {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return 0;
    const began = performance.now();
    const gone = new Promise<void>((resolve) => ending.once("exit", () => resolve()));
    ending.kill(signal);
    await gone;
    return performance.now() - began;
  };

  await start();
  return {
    url,
    dataDir,
    log: () => output,
    pid: () => child?.pid ?? 0,
    start,
    async restart() {
      await end("SIGTERM");
      await start();
    },
    async kill() {
      await end("SIGKILL");
    },
    async moveClock(aheadMs) {
      if (!child?.connected) throw new Error("this stack was started without movableClock");
      const moved = new Promise<void>((resolve) => child?.once("message", () => resolve()));
      child.send({ aheadMs });
      await moved;
    },
    async stop() {
      const ms = await end("SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
      return ms;
    },
  };
}
