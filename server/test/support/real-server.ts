import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { childEnv } from "./child-env.ts";

/** A server ends within 10 s of its signal; a busy machine may need longer to run it at all. */
const ENDS_WITHIN_MS = 30_000;
/** No call may stay without an answer: the longest wait of the server's own is far shorter. */
const ANSWERS_WITHIN_MS = 60_000;

const main = path.join(import.meta.dirname, "..", "..", "src", "main.ts");

/** The server as it is started in a hospital: a process of its own, real clock, real disk. */
export interface RealServer {
  url: string;
  pid: number;
  /** Lines of its log, and what it complained on the way out. */
  log: string[];
  signal(signal: NodeJS.Signals): void;
  /** Exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
}

/** Started, but perhaps refusing to: `ready` is its address, or null when it ended instead. */
export function launchServer(dataDir: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: { ...childEnv, DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: "0", DEMO: "false", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Whatever becomes of the test, no server outlives the worker that ran it.
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  const log: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const ready = new Promise<string | null>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      log.push(line);
      const port = /"port":(\d+).*"msg":"ready"/.exec(line)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then(() => resolve(null));
  });
  return { ready, log, ended, pid: child.pid ?? 0, signal: (signal: NodeJS.Signals) => void child.kill(signal) };
}

export async function startRealServer(dataDir: string, env: Record<string, string> = {}): Promise<RealServer> {
  const { ready, log, ended, pid, signal } = launchServer(dataDir, env);
  const url = await ready;
  if (!url) throw new Error(`the server did not start: ${log.join("\n")}`);
  return { url, pid, log, ended, signal };
}

/** Waits until it has ended in order; throws what it said at last when it did not. */
export async function endedInOrder({ ended, log }: Pick<RealServer, "ended" | "log">): Promise<true> {
  const code = await Promise.race([ended, setTimeout(ENDS_WITHIN_MS, "nothing yet", { ref: false })]);
  if (code !== 0) throw new Error(`the server ended with ${code}:\n${log.slice(-40).join("\n")}`);
  return true;
}

export interface RealReply<T> {
  status: number;
  data: T;
}

/** One call, or null when the line broke before the answer was there: nobody knows then whether it was done. */
export async function callReal<T>(
  server: RealServer,
  method: string,
  at: string,
  { as, body }: { as?: string; body?: unknown } = {},
): Promise<RealReply<T> | null> {
  try {
    const response = await fetch(`${server.url}/api${at}`, {
      method,
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      headers: {
        ...(as ? { authorization: `Bearer ${as}` } : {}),
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, data: (await response.json()) as T };
  } catch (error) {
    if (error instanceof DOMException) throw new Error(`${method} ${at} was not answered`, { cause: error });
    return null;
  }
}
