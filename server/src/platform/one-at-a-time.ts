const underWay = new Map<string, Promise<unknown>>();

/**
 * For a thing that only one can have: whoever wants it asks first, and acts only while nobody else of this process does. Who had
 * to wait asks again, for most often it is gone by then; so of many who want one thing only the first takes the long way. What keeps
 * the thing single is the database; this only spares the others its transactions.
 */
export async function oneAtATime<A, T>(key: string, ask: () => Promise<A>, act: (asked: A) => Promise<T>): Promise<T> {
  for (;;) {
    const asked = await ask();
    const other = underWay.get(key);
    if (!other) {
      const mine = act(asked);
      const done = mine.then(
        () => undefined,
        () => undefined,
      );
      underWay.set(key, done);
      try {
        return await mine;
      } finally {
        underWay.delete(key);
      }
    }
    await other;
  }
}
