import { setTimeout } from "node:timers/promises";
import { createBatcher } from "./batcher.ts";
import { createCarriedFacts } from "./carried-facts.ts";
import type { CommittedFact } from "./committed-fact.ts";
import type { Services } from "./context.ts";
import { describeFault } from "./describe-fault.ts";
import type { FactCarrier } from "./fact-carrier.ts";
import { callParked, FACT_PACE, markDelivered, putOff, renewFound, stillWaiting, takeWaiting } from "./fact-store.ts";
import { createKeyedLanes } from "./keyed-lanes.ts";
import { createLately } from "./lately.ts";
import { laneOf, type Fact, type FactConsumer } from "./outbox.ts";
import { outboxState } from "./outbox-state.ts";
import { isParked, nextTry } from "./work/pace.ts";
import { createWorkLanes } from "./work/work-lanes.ts";

/** Facts that this process has in its memory at most; the others wait in the database. */
const MOST_HELD = 20_000;
/** Facts taken from the database at a time. */
const TAKEN = 100;
const LOOK_EVERY_MS = 5000;
/** What is written in bulk waits so long for company, and so many go in one write at most. */
const PACE = { waitMs: 50, busyWaitMs: 250, most: 200 };
/** Longest time in which a stop delivers what is in memory. */
const STOP_MS = 3000;

type BulkConsumer = Extract<FactConsumer, { deliverAll: unknown }>;

/** A fact on its way through the consumers. */
interface Held {
  fact: Fact;
  attempts: number;
  /** Where it was found in the database; null where it came from memory. */
  lease: string | null;
  /** Consumers that have had it, by name. */
  had: Set<string>;
  failures: unknown[];
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
  /** Of what is found, where others find as well. */
  const foundLanes = shared ? createWorkLanes({ kind: "facts", pace: FACT_PACE }) : null;
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
    enter: (fact) => enter({ fact, attempts: 1, lease: null, had: new Set(unmarked.get(fact.id)), failures: [] }),
  });

  function enter(one: Held): void {
    held.set(one.fact.id, one);
    if (one.lease !== null) foundLanes?.enter(laneOf(one.fact));
    for (const consumer of consumers) if ("foresee" in consumer) consumer.foresee?.(one.fact);
    void lanes.run(laneOf(one.fact), () => passOn(one));
  }

  /** It came from memory, and a look has found it since. */
  function adopt(one: Held, lease: string | null): void {
    if (one.lease === null && lease !== null) foundLanes?.enter(laneOf(one.fact));
    one.lease = lease;
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

  function leave({ fact, lease }: Held, ok: boolean): void {
    held.delete(fact.id);
    if (lease !== null) foundLanes?.leave(laneOf(fact));
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

  async function putBack(one: Held): Promise<void> {
    const { fact, attempts, lease, had } = one;
    services.log.error(
      { factId: fact.id, type: fact.type, attempts, error: describeFault(one.failures[0]) },
      isParked(attempts, FACT_PACE) ? "fact not delivered again, and is set aside" : "fact not delivered",
    );
    const dueAt = nextTry(attempts, services.now(), FACT_PACE);
    await putOff(fact, { attempts, lease, had: [...had], dueAt }).catch((error: unknown) => {
      services.log.error({ factId: fact.id, error: describeFault(error) }, "delivery not put off");
      unmarked.add(fact.id, had);
      carried.doubt(fact);
    });
    leave(one, false);
  }

  async function lookInOutbox(): Promise<void> {
    await foundLanes?.tend(services.now());
    await renewFound(
      [...held.values()].filter(({ lease }) => lease !== null),
      services.now(),
    );
    let after: string | null = null;
    while (!stopped && held.size < MOST_HELD) {
      // What is in memory here is not to be found anew; what is in the memory of others neither.
      const others = shared || held.size > 0;
      const taken = await takeWaiting(services.now(), { limit: TAKEN, others, lanes: foundLanes, after });
      const { found } = taken;
      ({ after } = taken);
      if (found.length === 0) return;
      // Delivered a moment ago, the lease may have been read before the mark; or it has been called for anew.
      const doubted = found.flatMap(({ fact }) => (lately.get(fact.id) === true ? [fact.id] : []));
      const anew = doubted.length > 0 ? await stillWaiting(doubted) : new Set<string>();
      for (const { fact, attempts, lease, had } of found) {
        const own = held.get(fact.id);
        if (own) adopt(own, lease);
        if (own || (lately.get(fact.id) === true && !anew.has(fact.id))) continue;
        const known = new Set([...had, ...(unmarked.get(fact.id) ?? [])]);
        enter({ fact, attempts, lease, had: known, failures: [] });
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
    await foundLanes?.tend(services.now());
    await carried.stop();
  }

  return {
    /** Begins to look for what others have left. To be called before anybody is served. */
    async start(): Promise<void> {
      await carried.begin();
      await callParked(services.now());
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
        else enter({ fact, attempts: 1, lease: null, had: new Set(), failures: [] });
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
