import { setImmediate } from "node:timers/promises";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import type { Fact, FactConsumer } from "../../platform/outbox.ts";
import type { Job } from "../module.ts";
import { callForOffers, dueForOffers, keepNextFree } from "../specialists/index.ts";
import { findOffers } from "./slot.reads.ts";

/** Specialists looked at in one go: some milliseconds of work, and two queries. */
const PIECE = 50;
/** Looked at again at the latest after so long: a time may have passed, a hold run out, a day come into the horizon. */
const FRESH_MS = 15 * MINUTE_MS;

/** Facts after which a specialist may have another time free first. */
const changing = /^(appointment:(booked|cancelled|judged|moved|handed-over|restored)|schedule:|specialist:)/;

/** Calls for the offers of those whose times have changed, in one write for many facts. */
export const offersCaller: FactConsumer = {
  name: "offers",
  async deliverAll(facts: readonly Fact[], { now }: Services): Promise<void> {
    const ids = facts
      .filter(({ type }) => changing.test(type))
      .flatMap(({ data }) => [
        ("specialistId" in data && data.specialistId) || [],
        // Who had a booking before has its time free again.
        ("former" in data && data.former?.specialistId) || [],
      ])
      .flat();
    if (ids.length > 0) await callForOffers([...new Set(ids)], now());
  },
};

/** Keeps the earliest free time beside each specialist, by which lists are filtered and sorted. */
export const offersJob: Job = {
  name: "appointments:offers-kept",
  every: "*/5 * * * * *",
  async run({ now }: Services): Promise<void> {
    for (;;) {
      const due = await dueForOffers(now(), { limit: PIECE, longestMs: 2 * FRESH_MS });
      if (due.length === 0) return;
      const at = now();
      const found = new Map(
        (
          await findOffers(
            due.map(({ id }) => id),
            at,
          )
        ).map((offer) => [offer.specialistId, offer.nextFree]),
      );
      await keepNextFree(
        due.map(({ id, dueAt: seenDueAt }) => {
          const nextFree = found.get(id) ?? null;
          const soon = at.getTime() + FRESH_MS;
          return { id, seenDueAt, nextFree, dueAt: new Date(Math.min(soon, nextFree?.getTime() ?? soon)) };
        }),
      );
      // Others are served between one piece and the next.
      await setImmediate();
    }
  },
};
