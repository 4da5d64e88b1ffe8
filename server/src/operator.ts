import pino, { type Logger } from "pino";
import { readEnv, type Env } from "./env.ts";
// Every slice's models are known before the database is opened, whatever the command itself imports.
import "./modules/modules.ts";
import type { Services } from "./platform/context.ts";
import { createLogger } from "./platform/logger.ts";
import { openDatabase, type OpenedDatabase } from "./platform/open-database.ts";
import { createServices } from "./services.ts";

/** What every command of an operator has in hand. */
export interface Desk {
  env: Env;
  log: Logger;
  say(line: string): void;
}
export interface Operator extends Desk {
  services: Services;
  database: OpenedDatabase;
}
/** 0 well, 1 not well. */
type ExitCode = 0 | 1;

/**
 * The frame of every command (`server/src/commands`): settings from the environment, log on stderr so that stdout holds
 * the command's own words; then ends the process with the code `run` gives. A fault is told in one line without its
 * stack: it is read by an operator, not by us.
 */
export async function runAtDesk(run: (desk: Desk) => Promise<ExitCode>): Promise<never> {
  let code: ExitCode;
  try {
    const env = readEnv();
    const log = createLogger(env.LOG_LEVEL === "info" ? "warn" : env.LOG_LEVEL, pino.destination(2));
    code = await run({ env, log, say: (line) => void process.stdout.write(`${line}\n`) });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    code = 1;
  }
  process.exit(code);
}

/** The same with keys, files and database opened, whether the server runs or not. */
export function runCommand(
  options: { create?: boolean },
  run: (operator: Operator) => Promise<ExitCode>,
): Promise<never> {
  return runAtDesk(async (desk) => {
    const database = await openDatabase(desk.env, options);
    try {
      const base = await createServices(desk.env, desk.log);
      // A server that runs finds new facts by its timer; one that does not will find them when it starts.
      const code = await run({
        ...desk,
        services: { ...base, pokeOutbox: () => undefined, factsCarried: () => 0, noteAct: async () => undefined },
        database,
      });
      await base.limits.close();
      return code;
    } finally {
      await database.close();
    }
  });
}
