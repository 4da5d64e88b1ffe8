import type { Clock } from "../environment.ts";

/** Lets promise chains run on; the fakes use no real timers. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

export class FakeClock implements Clock {
  #now = 1_000_000;
  readonly #due = new Map<symbol, { at: number; run: () => void; every: number | null }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    return this.#add(ms, run, null);
  }

  every(ms: number, run: () => void): () => void {
    return this.#add(ms, run, ms);
  }

  get pending(): number {
    return this.#due.size;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#due].toSorted((a, b) => a[1].at - b[1].at)[0];
      if (!next || next[1].at > end) break;
      const [id, timer] = next;
      this.#now = timer.at;
      if (timer.every === null) this.#due.delete(id);
      else timer.at += timer.every;
      timer.run();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #add(ms: number, run: () => void, every: number | null): () => void {
    const id = Symbol("timer");
    this.#due.set(id, { at: this.#now + ms, run, every });
    return () => void this.#due.delete(id);
  }
}
