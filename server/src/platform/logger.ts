import pino, { type Logger } from "pino";

/** Structured log. It carries ids, never people: the list is a net below, not the rule itself. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ["*.authorization", "*.cookie", "*.password", "*.phone", "*.idNumber", "*.text"],
        censor: "[removed]",
      },
    },
    destination ?? pino.destination(1),
  );
}
