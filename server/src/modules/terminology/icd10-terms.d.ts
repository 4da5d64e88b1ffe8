import MiniSearch from "minisearch";
/** One name of one or several categories: the classification's own, or another in use. */
export interface Term {
  name: string;
  loose: string;
  codes: readonly string[];
  /** Said in general use, not the classification's own wording. */
  alias: boolean;
}
/** How a name sounds, by syllable. */
export interface Sound {
  codes: readonly string[];
  full: string;
  initials: string;
  /** Where syllables begin in `full`: a match inside a syllable ("an" in "shan") does not count. */
  starts: ReadonlySet<number>;
}
export declare const terms: readonly Term[];
export declare const pairsOf: (text: string) => string[];
/** Names by their pairs of neighbouring characters, for wordings that no table has. */
export declare const byPairs: MiniSearch<{
  id: number;
  name: string;
}>;
/** All names as they sound; made at the first need, in pieces, so that nobody else waits for it. */
export declare const sounds: () => Promise<readonly Sound[]>;
