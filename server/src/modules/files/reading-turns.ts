/** What a free reader may take next. */
export interface Wish {
  /** Whose files are left to who reads them already. */
  exceptOwners: string[];
  /** Also files whose short try was not enough. */
  slow: boolean;
}

interface Reading {
  ownerUserId: string;
  slow: boolean;
}

/**
 * Who is read next, among owners: everybody one file at a time first, and whoever sends more gets further readers only while
 * one stays free for others; files that take long have one reader. So however many files somebody sends, and however long
 * each takes, the next person's photo finds a reader.
 */
export function createReadingTurns(workers: number) {
  const running = new Set<Reading>();
  return {
    /** In order: what to ask the queue for, one after the other until there is something. */
    wishes(): Wish[] {
      const slow = ![...running].some((reading) => reading.slow);
      const owners = [...new Set([...running].map(({ ownerUserId }) => ownerUserId))];
      const fair = { exceptOwners: owners, slow };
      // The caller itself is about to take one.
      return running.size + 1 < workers && owners.length > 0 ? [fair, { exceptOwners: [], slow }] : [fair];
    },
    /** The answer is called when it is done. */
    begin(reading: Reading): () => void {
      const own = { ...reading };
      running.add(own);
      return () => void running.delete(own);
    },
  };
}
