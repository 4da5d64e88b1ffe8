import { MongoError } from "../errors.ts";
import type { Log } from "./log.ts";
import { errorReply } from "./wire.ts";

/** The answer to a command that failed; a fault that is no answer of ours is logged. */
export const failureReply = (log: Log, error: unknown, command: string): Buffer => {
  // The message of an unexpected error may quote a document, so only its kind is logged.
  if (!(error instanceof MongoError))
    log({
      level: "error",
      msg: "command failed unexpectedly",
      command,
      error: error instanceof Error ? error.name : "unknown",
      stack: stackOf(error),
    });
  return errorReply(error);
};

const stackOf = (error: unknown): string | undefined =>
  error instanceof Error
    ? error.stack
        ?.split("\n")
        .filter((line) => line.trimStart().startsWith("at "))
        .slice(0, 6)
        .join(" ")
    : undefined;
