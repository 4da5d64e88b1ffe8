/** Work of one key runs one after the other, in the order in which it came; different keys side by side. */
export function createKeyedLanes() {
  const ends = new Map<string, Promise<void>>();
  return {
    run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const before = ends.get(key);
      // At once where nobody is before it.
      const result = before ? before.then(work) : work();
      const end = result.then(
        () => undefined,
        () => undefined,
      );
      ends.set(key, end);
      void end.then(() => {
        if (ends.get(key) === end) ends.delete(key);
      });
      return result;
    },
    /** Resolves when all that has begun or waits now is done. */
    idle: async (): Promise<void> => void (await Promise.all(ends.values())),
  };
}
