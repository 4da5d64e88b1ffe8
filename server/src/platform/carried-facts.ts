import { setTimeout } from "node:timers/promises";
import type { Services } from "./context.ts";
import type { FactCarrier } from "./fact-carrier.ts";
import { dropFloor, floorOf, keepDead, leaseDead, noteFloor, processOf, thisProcess } from "./fact-floor.repo.ts";
import type { Fact } from "./outbox.ts";

/** A row may have been under way for so long before its fact was known here, and a clock may have been set back by so much. */
const MARGIN_MS = 60_000;
/** A process that says nothing for so long is dead. */
const SILENT_MS = 30_000;
const PACE = { leaseMs: 120_000 };
/** Rows looked at in one go. */
const AT_ONCE = 500;

interface Around {
  carriers: readonly FactCarrier[];
  shared: boolean;
  /** Of these facts those that have not been delivered. */
  lacking: ((ids: readonly string[]) => Promise<Set<string>>) | undefined;
  /** Under way through the consumers, in the order in which they came. */
  held(): Iterable<Fact>;
  isHeld(id: string): boolean;
  /** Held, or delivered a moment ago. */
  isKnown(id: string): boolean;
  hasRoom(): boolean;
  enter(fact: Fact): void;
}

/**
 * Sees to it that no fact that a row carries is lost, although nothing is noted in the row. Each process notes every few seconds up
 * to when it has delivered all (its floor); when it has died, another one, or the next start, goes through what it wrote since then
 * and delivers what consumers lack.
 */
export function createCarriedFacts(
  { now }: Services,
  { carriers, shared, lacking, held, isHeld, isKnown, hasRoom, enter }: Around,
) {
  const own = thisProcess();
  /** Facts of which it is not known whether their rows were written, or for which there was no room. */
  const doubts = new Map<string, Fact>();
  let unfinished: Date | null = null;
  let floor = 0;

  const outstanding = (): Fact[] => [
    ...[...held()].filter(({ carriedBy }) => carriedBy !== undefined),
    ...doubts.values(),
  ];
  const waitUntil = async (done: () => boolean): Promise<void> => {
    while (!done()) await setTimeout(20, undefined, { ref: false });
  };

  /** Delivers what a process has left since that time; `keep` is asked now and then. */
  async function mend(from: Date, process: string, keep?: () => Promise<void>): Promise<void> {
    const entered: string[] = [];
    for (const carrier of carriers) {
      let after: string | null = null;
      do {
        const facts: Fact[] = await carrier.since(new Date(from.getTime() - MARGIN_MS), after, AT_ONCE);
        after = facts.length < AT_ONCE ? null : (facts.at(-1)?.id ?? null);
        const theirs = facts.filter(({ id }) => processOf(id) === process && !isKnown(id));
        const left = (await lacking?.(theirs.map(({ id }) => id))) ?? new Set();
        for (const fact of theirs)
          if (left.has(fact.id) && !isKnown(fact.id)) {
            entered.push(fact.id);
            enter(fact);
          }
        await waitUntil(hasRoom);
        await keep?.();
      } while (after !== null);
    }
    await waitUntil(() => !entered.some(isHeld));
  }

  async function mendDead(): Promise<void> {
    if (unfinished) await mend(unfinished, own);
    unfinished = null;
    const at = now();
    // Where no other process delivers, all others are dead.
    const silentSince = new Date(shared ? at.getTime() - SILENT_MS : 8.64e15);
    for (;;) {
      const dead = await leaseDead(own, { silentSince, now: at, pace: PACE });
      if (!dead) return;
      await mend(dead.at, dead.process, () => keepDead(dead.process, now(), PACE));
      await dropFloor(dead.process);
    }
  }

  async function settleDoubts(): Promise<void> {
    for (const carrier of carriers) {
      const theirs = [...doubts.values()].filter(({ carriedBy }) => carriedBy === carrier.name).slice(0, AT_ONCE);
      if (theirs.length === 0) continue;
      const there = await carrier.among(theirs.map(({ id }) => id));
      for (const fact of theirs) {
        doubts.delete(fact.id);
        if (there.has(fact.id) && !isKnown(fact.id)) enter(fact);
      }
    }
  }

  /** Facts come about in the order of time, but for the margin. */
  async function noteOwn(): Promise<void> {
    const at = now();
    const oldest = outstanding()[0]?.at ?? at;
    if (!shared && oldest.getTime() === floor) return;
    await noteFloor(own, oldest, at);
    floor = oldest.getTime();
  }

  return {
    count: () => outstanding().length,
    doubt(fact: Fact): void {
      if (fact.carriedBy === undefined) return;
      const { atHand, doubtful, ...bare } = fact;
      doubts.set(fact.id, bare);
    },
    /** Before this process writes rows that carry facts. */
    async begin(): Promise<void> {
      if (carriers.length === 0) return;
      unfinished = await floorOf(own);
      await noteOwn();
    },
    async look(): Promise<void> {
      if (carriers.length === 0) return;
      await mendDead();
      if (doubts.size > 0 && hasRoom()) await settleDoubts();
      await noteOwn();
    },
    /** Nothing is left to be mended, unless something is. */
    async stop(): Promise<void> {
      if (carriers.length > 0 && outstanding().length === 0 && !unfinished) await dropFloor(own);
    },
  };
}
