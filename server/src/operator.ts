import pino from "pino";
import { readEnv } from "./env.ts";
// Every slice's models are known before the database is opened, whatever the command itself imports.
import "./modules/modules.ts";
import type { Services } from "./platform/context.ts";
import { createLogger } from "./platform/logger.ts";
import { openDatabase, type OpenedDatabase } from "./platform/open-database.ts";
import { createServices } from "./services.ts";

/** What a command of an operator has in hand. */
export interface Operator {
  services: Services;
  database: OpenedDatabase;
  say(line: string): void;
}

/**
 * The frame of every command (`server/src/commands`): settings from the environment, log on stderr so that stdout holds
 * the command's own words, keys, files, database; then ends the process with the code `run` gives (0 well, 1 not well).
 * A fault is told in one line without its stack: it is read by an operator, not by us.
 */
export async function runCommand(
  options: { create?: boolean },
  run: (operator: Operator) => Promise<0 | 1>,
): Promise<never> {
  let code: 0 | 1;
  try {
    const env = readEnv();
    const log = createLogger(env.LOG_LEVEL === "info" ? "warn" : env.LOG_LEVEL, pino.destination(2));
    const database = await openDatabase(env, options);
    try {
      const base = await createServices(env, log);
      // A server that runs finds new facts by its timer; one that does not will find them when it starts.
      code = await run({
        services: { ...base, pokeOutbox: () => undefined },
        database,
        say: (line) => void process.stdout.write(`${line}\n`),
      });
      await base.limits.close();
    } finally {
      await database.close();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    code = 1;
  }
  process.exit(code);
}
