const MOST = 10_000;

/** Remembers the last so many by their ids. */
export function createLately<T>(most = MOST) {
  const known = new Map<string, T>();
  return {
    get: (id: string): T | undefined => known.get(id),
    add(id: string, value: T): void {
      known.set(id, value);
      for (const oldest of known.keys()) {
        if (known.size <= most) return;
        known.delete(oldest);
      }
    },
  };
}
