import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const folder = path.resolve(import.meta.dirname, "..", "..", "server", "bench");
const execute = promisify(execFile);
const envOf = (dataDir: string) => ({ PATH: process.env.PATH, DATA_DIR: dataDir, LOG_LEVEL: "warn" });

/** Runs a program of server/bench beside the server that works on this folder; answers its last line, parsed. */
export async function askServerProgram<T>(dataDir: string, name: string, args: string[] = []): Promise<T> {
  const options = { env: envOf(dataDir), maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await execute(process.execPath, [path.join(folder, `${name}.ts`), ...args], options);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as T;
}

/** A program of server/bench that goes on and says its port first. */
export async function startServerProgram(
  dataDir: string,
  name: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [path.join(folder, `${name}.ts`)], {
    env: envOf(dataDir),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = (await once(createInterface(child.stdout), "line")) as [string];
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, "exit");
      child.stdin.end();
      await gone;
    },
  };
}
