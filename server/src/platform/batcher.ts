interface Pace {
  /** How long the first of a batch waits for others. */
  waitMs: number;
  /** The same after a batch of a tenth of `most` or more: where much comes, fewer writes of more each cost less. */
  busyWaitMs: number;
  /** How many go in one at most. */
  most: number;
}

/** Gathers what comes within moments, so that many share one write; one batch at a time, in the order in which things came. */
export function createBatcher<T>(write: (items: T[]) => Promise<void>, { waitMs, busyWaitMs, most }: Pace) {
  let waiting: T[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let busy = false;
  const wait = () => setTimeout(flush, busy ? busyWaitMs : waitMs);

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (writing || waiting.length === 0) return;
    const items = waiting.splice(0, most);
    busy = items.length >= most / 10;
    writing = write(items).finally(() => {
      writing = null;
      if (waiting.length >= most) flush();
      else if (waiting.length > 0) timer ??= wait();
    });
  }

  return {
    /** `write` must not reject: it says by itself what has failed. */
    add(item: T): void {
      waiting.push(item);
      if (waiting.length >= most) flush();
      else if (!writing) timer ??= wait();
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
