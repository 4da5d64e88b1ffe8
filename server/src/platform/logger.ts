import pino, { type Logger } from "pino";

/** Structured log. It contains ids, never personal data; the list of redacted fields is a safety net, not the rule. */
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
