/** All names of places, the longest first. */
export declare const sites: readonly string[];
/** Categories of a place and what it has, best first; `named`: how much of the text these words explain, 0 to 1. */
export declare function byPlace(folded: string): {
  codes: string[];
  named: number;
};
