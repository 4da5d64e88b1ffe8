import { createFairLine, type FairLine } from "./fair-line.ts";

/** Where one account or address waits for itself alone, however much it sends at once. */
export interface Lines {
  /** Calls and socket commands under way, by account (a page asks for six things at a time), session of a link, or address. */
  calls: FairLine;
  /** Calls of nobody in particular, by address: a ward may share one. */
  strangers: FairLine;
  /** Words looked up among diseases and their names, by account or address: each takes the processor for a moment. */
  searches: FairLine;
  /** Files coming in, by account: each is encrypted on its way to the disk. */
  uploads: FairLine;
  /** Passwords being looked at, by device or address; each takes a thread of the processor for a while. */
  passwords: FairLine;
}

export const createLines = (): Lines => ({
  calls: createFairLine({ perKey: 6 }),
  strangers: createFairLine({ perKey: 24 }),
  searches: createFairLine({ perKey: 2, atOnce: 4 }),
  uploads: createFairLine({ perKey: 4 }),
  // One thread less than Node has: files are read and written by them too.
  passwords: createFairLine({ perKey: 2, atOnce: 3 }),
});
