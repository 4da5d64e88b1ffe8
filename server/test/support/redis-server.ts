import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createClient } from "redis";
import { vi } from "vitest";
import { freePort } from "./free-port.ts";

/** Whether this machine has one to start. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of a test's own that answers; it keeps nothing on disk. */
export async function startRedis(): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const process = spawn("redis-server", flags, { stdio: "ignore" });
  const answers = async () => {
    const client = createClient({ url, socket: { reconnectStrategy: false } }).on("error", () => undefined);
    await client.connect();
    await client.close();
  };
  await vi.waitFor(answers, 20_000);
  return { url, process };
}
