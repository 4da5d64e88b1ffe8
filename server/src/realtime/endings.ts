import type { Fact } from "../platform/outbox.ts";

/**
 * Whoever has lost the right to hear hears nothing that comes after: while a fact that ends rights is on its way to the rooms,
 * what was taken in after it, of whatever lane, waits until those it concerns are out of them. Nothing waits for what came after
 * it, so no two can wait for each other.
 */
export function createEndings(endsRights: (type: Fact["type"]) => boolean) {
  const underWay = new Map<string, { done: Promise<void>; finish: () => void }>();
  const earlier = new WeakMap<Fact, Promise<unknown>>();
  return {
    foresee(fact: Fact): void {
      if (endsRights(fact.type)) {
        let finish = (): void => undefined;
        const done = new Promise<void>((resolve) => (finish = resolve));
        underWay.set(fact.id, { done, finish });
      } else if (underWay.size > 0) earlier.set(fact, Promise.all([...underWay.values()].map(({ done }) => done)));
    },
    async inTurn(fact: Fact, deliver: () => Promise<void>): Promise<void> {
      const before = earlier.get(fact);
      if (before) await before;
      try {
        await deliver();
      } finally {
        underWay.get(fact.id)?.finish();
        underWay.delete(fact.id);
      }
    },
  };
}
