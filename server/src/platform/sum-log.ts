import type { Logger } from "pino";

/** Kinds of lines kept apart at a time; a flood of ever new ones is one kind. */
const MOST = 1000;
const WINDOW_MS = 10_000;

/** For lines that a flood would write by the thousand: the first of a kind at once, the rest as one line with their number. */
export interface SumLog {
  /** `line` says what kind it is: nothing in it that differs from packet to packet. */
  note(line: Record<string, string | undefined>, message: string): void;
}

export function createSumLog(log: Logger, windowMs = WINDOW_MS): SumLog {
  const kinds = new Map<string, number>();
  return {
    note(line, message) {
      const kind = kinds.size < MOST ? line : {};
      const key = JSON.stringify([message, kind]);
      const more = kinds.get(key);
      kinds.set(key, (more ?? -1) + 1);
      if (more !== undefined) return;
      log.warn(kind, message);
      setTimeout(() => {
        const count = kinds.get(key) ?? 0;
        kinds.delete(key);
        if (count > 0) log.warn({ ...kind, more: count, seconds: windowMs / 1000 }, message);
      }, windowMs).unref();
    },
  };
}
