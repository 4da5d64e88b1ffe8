import { createLately } from "../../platform/lately.ts";
import type { Fact, FactConsumer } from "../../platform/outbox.ts";
import { noteActivity } from "./consultation.repo.ts";

/** The note may be so far behind; lists look at the newest entries themselves (consultation.reads.ts). */
export const NOTED_WITHIN_MS = 60_000;

/** When this process last noted something of a visit. All apps of a process may share it: the note itself only grows. */
const noted = createLately<number>();

/**
 * Notes with each visit the number and time of its newest entry, by which lists find and sort visits: with the first entry and
 * then about once a minute, since each note moves the visit in two indexes.
 */
export const activity = {
  name: "consultations",
  async deliverAll(facts: readonly Fact[]): Promise<void> {
    const newest = new Map<string, Fact<"message:created">>();
    for (const fact of facts)
      if (isEntry(fact) && fact.data.seq > (newest.get(fact.data.consultationId)?.data.seq ?? 0))
        newest.set(fact.data.consultationId, fact);
    const due = [...newest.values()].filter(
      ({ at, data }) => at.getTime() - (noted.get(data.consultationId) ?? 0) >= NOTED_WITHIN_MS,
    );
    if (due.length === 0) return;
    await noteActivity(due.map(({ at, data }) => ({ id: data.consultationId, lastSeq: data.seq, lastAt: at })));
    for (const { at, data } of due) noted.add(data.consultationId, at.getTime());
  },
} satisfies FactConsumer;

const isEntry = (fact: Fact): fact is Fact<"message:created"> => fact.type === "message:created";
