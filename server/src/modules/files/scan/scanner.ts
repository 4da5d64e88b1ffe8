import type { Readable } from "node:stream";

/** What a scanner says of a file: nothing known against it, or the name of what was found in it. */
export type Verdict = { verdict: "clean" } | { verdict: "infected"; signature: string };

/** Looks for malware in what strangers send (R66). */
export interface Scanner {
  name: string;
  /** Throws `unavailable` when it does not answer, and otherwise when it cannot say. */
  scan(bytes: Readable, timeoutMs: number): Promise<Verdict>;
  /** Whether it is there. */
  answers(): Promise<boolean>;
}
