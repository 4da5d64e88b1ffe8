// @vitest-environment node
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { emptyTimeline, gapAfter, hasOlder, mergeMessages, solidEnd, type Timeline } from "./timeline.ts";

const message = (seq: number, text = `${seq}`): Message => ({
  id: seq.toString(16).padStart(24, "0"),
  consultationId: "a".repeat(24),
  seq,
  clientMessageId: null,
  kind: "text",
  sender: "patient",
  text,
  image: null,
  event: null,
  createdAt: new Date(seq * 1000).toISOString(),
});
const seqs = (timeline: Timeline) => timeline.messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The server's answer to afterSeq. */
const page = (last: number, after: number, limit: number) =>
  range(after + 1, Math.min(last, after + limit)).map((n) => message(n));

test("whatever comes, in whatever order and however often: each once, in order, nothing invented", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), { maxLength: 20 }),
      (batches) => {
        const timeline = batches.reduce<Timeline>(
          (before, batch) =>
            mergeMessages(
              before,
              batch.map((seq) => message(seq)),
            ),
          emptyTimeline,
        );
        const expected = [...new Set(batches.flat())].sort((a, b) => a - b);
        expect(seqs(timeline)).toEqual(expected);
        expect(timeline.lastSeq).toBe(expected.at(-1) ?? 0);
      },
    ),
  );
});

test("the order of arrival makes no difference", () => {
  const arrivals = fc
    .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
  fc.assert(
    fc.property(arrivals, ([some, other]) => {
      const merge = (list: number[]) => list.reduce((t, seq) => mergeMessages(t, [message(seq)]), emptyTimeline);
      expect(merge(some)).toEqual(merge(other));
    }),
  );
});

test("from any state with holes, asking after the gap until there is none ends with the whole stretch", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 15 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 30 }),
      (last, live, first, limit) => {
        const newest = range(Math.max(1, last - first + 1), last).map((n) => message(n));
        let timeline = mergeMessages(
          emptyTimeline,
          live.filter((seq) => seq <= last).map((seq) => message(seq)),
        );
        timeline = mergeMessages(timeline, newest, last);
        const from = timeline.messages[0]?.seq ?? 1;
        for (let asked = 0; ; asked += 1) {
          const after = gapAfter(timeline);
          if (after === null) break;
          expect(asked).toBeLessThan(200);
          timeline = mergeMessages(timeline, page(last, after, limit), last);
        }
        expect(seqs(timeline)).toEqual(range(from, last));
        expect(solidEnd(timeline)).toBe(last);
        expect(hasOlder(timeline)).toBe(from > 1);
      },
    ),
  );
});

test("a later copy of the same entry wins: its links are fresher", () => {
  const timeline = mergeMessages(mergeMessages(emptyTimeline, [message(3, "old")]), [message(3, "new")]);
  expect(timeline.messages.map(({ text }) => text)).toEqual(["new"]);
});

test("a last seq that was only named makes a gap", () => {
  const timeline = mergeMessages(emptyTimeline, [message(1), message(2)], 5);
  expect(gapAfter(timeline)).toBe(2);
  expect(gapAfter(mergeMessages(timeline, [message(5)]))).toBe(2);
  expect(mergeMessages(timeline, [], 4)).toBe(timeline);
});
