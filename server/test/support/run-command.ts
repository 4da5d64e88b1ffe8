import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { childEnv } from "./child-env.ts";

/** What a command of an operator said. */
export interface CommandEnd {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `server/src/commands/<name>.ts` as an operator does, as a process of its own. */
export async function runOperator(
  name: "add-organization" | "backup" | "check-data" | "restore" | "rotate-keys",
  args: readonly string[],
  env: Record<string, string>,
): Promise<CommandEnd> {
  const file = path.join(import.meta.dirname, "..", "..", "src", "commands", `${name}.ts`);
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...childEnv, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: code as number | null, out, err };
}
