/** How long the first of a batch waits for others, and how many go in one at most. */
interface Pace {
  waitMs: number;
  most: number;
}

/** Gathers what comes within moments, so that many share one write; one batch at a time, in the order in which things came. */
export function createBatcher<T>(write: (items: T[]) => Promise<void>, { waitMs, most }: Pace) {
  let waiting: T[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (writing || waiting.length === 0) return;
    const items = waiting.splice(0, most);
    writing = write(items).finally(() => {
      writing = null;
      if (waiting.length >= most) flush();
      else if (waiting.length > 0) timer ??= setTimeout(flush, waitMs);
    });
  }

  return {
    /** `write` must not reject: it says by itself what has failed. */
    add(item: T): void {
      waiting.push(item);
      if (waiting.length >= most) flush();
      else if (!writing) timer ??= setTimeout(flush, waitMs);
    },
    /** Writes what waits without waiting for more; resolves when all is written. */
    async drain(): Promise<void> {
      while (writing || waiting.length > 0) {
        flush();
        await writing;
      }
    },
  };
}
