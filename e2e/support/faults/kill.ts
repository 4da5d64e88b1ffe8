import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";

const root = path.resolve(import.meta.dirname, "..", "..", "..");

/** The embedded database of a server: the child that has its own program's name in its command line. */
export async function databaseOf(serverPid: number): Promise<number | null> {
  const children = await readFile(`/proc/${serverPid}/task/${serverPid}/children`, "utf8");
  for (const pid of children.trim().split(" ")) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes("embedded-mongo")) return Number(pid);
  }
  return null;
}

/** Runs check-data as an operator does, beside the running server; what it finds broken, in words. */
export async function checkData(dataDir: string, ...flags: string[]): Promise<string[]> {
  const program = path.join(root, "server", "src", "commands", "check-data.ts");
  const child = spawn(process.execPath, [program, "--json", ...flags], {
    cwd: root,
    // Started again and again: what was compiled once is kept.
    env: { ...process.env, DATA_DIR: dataDir, NODE_COMPILE_CACHE: path.join(dataDir, "compile-cache") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (!out.startsWith("{")) throw new Error(`check-data did not run: ${err}`);
  const { checks } = JSON.parse(out) as { checks: { name: string; broken: { row: string; why: string }[] }[] };
  return checks.flatMap(({ name, broken }) => broken.map(({ row, why }) => `${name} ${row}: ${why}`));
}
