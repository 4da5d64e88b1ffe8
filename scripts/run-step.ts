import { spawn } from "node:child_process";
import { root } from "./paths.ts";

/** Runs a program in the foreground; resolves with its exit code (1 when it was killed). */
export function runStep(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = root,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a program in the background; resolves with its exit code and all that it said. */
export function runQuietly(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = root,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
