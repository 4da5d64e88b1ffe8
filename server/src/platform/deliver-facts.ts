import { setTimeout } from "node:timers/promises";
import { createBatcher } from "./batcher.ts";
import { createCarriedFacts } from "./carried-facts.ts";
import type { CommittedFact } from "./committed-fact.ts";
import type { Services } from "./context.ts";
import { describeFault } from "./describe-fault.ts";
import type { FactCarrier } from "./fact-carrier.ts";
import { leaseWaiting, LONGEST_WAIT_MS, markDelivered, putOff, stillWaiting } from "./fact-store.ts";
import { createKeyedLanes } from "./keyed-lanes.ts";
import { createLately } from "./lately.ts";
import type { Fact, FactConsumer } from "./outbox.ts";
import { outboxState } from "./outbox-state.ts";

/** Facts that this process has in its memory at most; the others wait in the database. */
const MOST_HELD = 20_000;
/** Facts leased at a time. */
const LEASED = 100;
const LOOK_EVERY_MS = 5000;
/** What is written in bulk waits so long for company, and so many go in one write at most. */
const PACE = { waitMs: 50, most: 200 };
/** Longest time in which a stop delivers what is in memory. */
const STOP_MS = 3000;

type BulkConsumer = Extract<FactConsumer, { deliverAll: unknown }>;

/** A fact on its way through the consumers. */
interface Held {
  fact: Fact;
  attempts: number;
  /** Consumers that have had it, by name. */
  had: Set<string>;
  failures: unknown[];
}

/** What stays in order: the facts of a visit, else those of an entity. */
function laneOf({ data, entity }: Fact): string {
  const visit: unknown = "consultationId" in data ? data.consultationId : null;
  return typeof visit === "string" ? visit : entity.id;
}

/**
 * Delivers facts to the consumers. It is handed what this process commits, and delivers that from memory; what a crash, another
 * process or a failure has left it finds in the database. Consumers are called in their order, rooms first; one that fails keeps
 * the fact from no other, and alone hears it again. Facts of one lane are in order, lanes go side by side, and what is written is
 * written in batches. `shared`: other processes deliver from the same database.
 */
export function createOutbox(
  services: Services,
  consumers: readonly FactConsumer[],
  { carriers = [], shared = false }: { carriers?: readonly FactCarrier[]; shared?: boolean } = {},
) {
  const held = new Map<string, Held>();
  const lanes = createKeyedLanes();
  /** Delivered a moment ago: a commit may be answered after its fact was found. */
  const lately = createLately<true>();
  /** Under way here, or delivered by now: a look may read what it leased only after that. */
  const isKnown = (id: string): boolean => held.has(id) || lately.get(id) === true;
  /** What consumers have had of facts of which that could not be written. */
  const unmarked = createLately<Set<string>>();
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const marks = createBatcher<Held>(markAll, PACE);
  const bulks = new Map<FactConsumer, ReturnType<typeof createBatcher<{ one: Held; done: () => void }>>>();
  for (const consumer of consumers)
    if ("deliverAll" in consumer)
      bulks.set(
        consumer,
        createBatcher((all) => giveAll(consumer, all), PACE),
      );
  const carried = createCarriedFacts(services, {
    carriers,
    shared,
    lacking: consumers.flatMap((one) => ("deliverAll" in one ? (one.lacking ?? []) : []))[0],
    held: () => [...held.values()].map(({ fact }) => fact),
    isHeld: (id) => held.has(id),
    isKnown,
    hasRoom: () => held.size < MOST_HELD / 2,
    enter: (fact) => enter({ fact, attempts: 1, had: new Set(unmarked.get(fact.id)), failures: [] }),
  });

  function enter(one: Held): void {
    held.set(one.fact.id, one);
    for (const consumer of consumers) if ("foresee" in consumer) consumer.foresee?.(one.fact);
    void lanes.run(laneOf(one.fact), () => passOn(one));
  }

  /** Through the consumers; the next of its lane does not wait for what goes in bulk. */
  async function passOn(one: Held): Promise<void> {
    const { fact, had, failures } = one;
    const inBulk: Promise<void>[] = [];
    const through = async (): Promise<void> => {
      for (const consumer of consumers) {
        if (had.has(consumer.name)) continue;
        if ("deliverAll" in consumer)
          inBulk.push(new Promise((resolve) => bulks.get(consumer)?.add({ one, done: resolve })));
        else
          try {
            await consumer.deliver(fact, services);
            had.add(consumer.name);
          } catch (error) {
            failures.push(error);
          }
      }
      if (failures.length > 0) throw failures[0];
    };
    const ids = { "fuzhen.fact_id": fact.id, "fuzhen.request_id": fact.requestId, "fuzhen.attempts": one.attempts };
    // What it throws stands in `failures`.
    await services.tracing.span(`fact ${fact.type}`, ids, through, fact.traceparent).catch(() => undefined);
    void Promise.all(inBulk).then(() => {
      if (failures.length > 0) return putBack(one);
      if (fact.carriedBy === undefined) return marks.add(one);
      return leave(one, true);
    });
  }

  const traced = (name: string, count: number, run: () => Promise<void>) =>
    services.tracing.span(`facts ${name}`, { "fuzhen.count": count }, run, null);

  async function giveAll({ name, deliverAll }: BulkConsumer, all: { one: Held; done: () => void }[]): Promise<void> {
    const give = async (some: typeof all): Promise<void> => {
      const facts = some.map(({ one }) => one.fact);
      await traced(name, facts.length, async () => deliverAll(facts, services));
      for (const { one } of some) one.had.add(name);
    };
    await give(all).catch(() =>
      // One of them may have spoilt it for the others.
      Promise.all(all.map((each) => give([each]).catch((error: unknown) => each.one.failures.push(error)))),
    );
    for (const { done } of all) done();
  }

  function leave({ fact }: Held, ok: boolean): void {
    held.delete(fact.id);
    if (ok) lately.add(fact.id, true);
    services.signals.emit("delivery", { type: fact.type, ok });
  }

  async function markAll(all: Held[]): Promise<void> {
    const ids = all.map(({ fact }) => fact.id);
    await traced("delivered", ids.length, () => markDelivered(ids, services.now())).then(
      () => all.forEach((one) => leave(one, true)),
      (error: unknown) => {
        services.log.error({ facts: ids.length, error: describeFault(error) }, "delivered facts not marked");
        for (const one of all) {
          unmarked.add(one.fact.id, one.had);
          leave(one, false);
        }
      },
    );
  }

  /** Tried again after a delay of up to a minute, for ever: a fact is never dropped. */
  async function putBack(one: Held): Promise<void> {
    const { fact, attempts, had } = one;
    services.log.error(
      { factId: fact.id, type: fact.type, attempts, error: describeFault(one.failures[0]) },
      "fact not delivered",
    );
    const delay = Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(attempts, 7));
    const dueAt = new Date(services.now().getTime() + delay);
    await putOff(fact, { attempts, had: [...had], dueAt }).catch((error: unknown) => {
      services.log.error({ factId: fact.id, error: describeFault(error) }, "delivery not put off");
      unmarked.add(fact.id, had);
      carried.doubt(fact);
    });
    leave(one, false);
  }

  async function lookInOutbox(): Promise<void> {
    while (!stopped && held.size < MOST_HELD) {
      // What is in memory here is not to be found anew; what is in the memory of others neither.
      const others = shared || held.size > 0;
      const found = await leaseWaiting(services.now(), { limit: LEASED, others });
      if (found.length === 0) return;
      // Delivered a moment ago, the lease may have been read before the mark; or it has been called for anew.
      const doubted = found.flatMap(({ fact }) => (lately.get(fact.id) === true ? [fact.id] : []));
      const anew = doubted.length > 0 ? await stillWaiting(doubted) : new Set<string>();
      for (const { fact, attempts, had } of found) {
        if (held.has(fact.id) || (lately.get(fact.id) === true && !anew.has(fact.id))) continue;
        const known = new Set([...had, ...(unmarked.get(fact.id) ?? [])]);
        enter({ fact, attempts, had: known, failures: [] });
      }
    }
  }

  function look(): void {
    if (stopped) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    lookAgain = false;
    // Traced by itself: a request may have woken it, but it is no part of that.
    looking = services.tracing
      .outside(async () => {
        await lookInOutbox();
        await carried.look();
      })
      .catch((error: unknown) => services.log.error({ error: describeFault(error) }, "outbox stopped short"))
      .finally(() => {
        looking = null;
        if (lookAgain) look();
      });
  }

  async function settle(): Promise<void> {
    await looking;
    while (held.size > 0) {
      await lanes.idle();
      for (const batcher of [...bulks.values(), marks]) await batcher.drain();
      await setTimeout(1);
    }
    await carried.stop();
  }

  return {
    /** Begins to look for what others have left. To be called before anybody is served. */
    async start(): Promise<void> {
      await carried.begin();
      timer = setInterval(look, LOOK_EVERY_MS);
      timer.unref();
      look();
    },
    /** Facts of a commit; without any it looks for what waits in the database. */
    take(facts: readonly CommittedFact[] = []): void {
      if (facts.length === 0) look();
      for (const committed of facts) {
        // Its type is one of the closed list: nothing else makes facts (outbox.ts).
        const fact = committed as Fact;
        if (isKnown(fact.id)) continue;
        if (fact.doubtful || stopped || held.size >= MOST_HELD) carried.doubt(fact);
        else enter({ fact, attempts: 1, had: new Set(), failures: [] });
      }
    },
    /** Facts that rows carry and that are not delivered yet. */
    carried: () => carried.count(),
    /** All that are not delivered yet. */
    pending: async (): Promise<number> => (await outboxState(0)).pending + carried.count(),
    /** Resolves when nothing is under way; what could not be delivered waits for the next start. */
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      await Promise.race([settle(), setTimeout(STOP_MS, undefined, { ref: false })]);
    },
  };
}
