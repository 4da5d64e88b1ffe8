import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WriteQueue } from "../src/server/write-queue.ts";

// A batch does not wait for ever for those it expects; here it does, so that only their coming counts.
beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

/** A queue whose batches are kept here as they are served, with what each commit is said to have taken. */
const queueOf = (ms: number) => {
  let commitMs = ms;
  const batches: number[][] = [];
  const queue: WriteQueue = new WriteQueue(
    () => {
      batches.push(queue.takeBatch().map(({ connectionId }) => connectionId));
      queue.committed(commitMs, commitMs);
    },
    () => false,
  );
  return {
    batches,
    /** One write of each, that many of them having come by the time the server looks. */
    write: async (from: number, to: number) => {
      for (let connectionId = from; connectionId < to; connectionId++)
        queue.push({ lane: "plain", connectionId, run: () => Buffer.of(), done: () => undefined });
      queue.schedule();
      await setImmediate();
      await setImmediate();
    },
    takes: (next: number) => (commitMs = next),
    end: () => queue.clear(),
  };
};
const sizes = (batches: number[][]): number[] => batches.map(({ length }) => length);

test("of many writers half are served while the others are on their way, when a commit takes less than that", async () => {
  const { batches, write, end } = queueOf(0.5);
  await write(0, 40);
  expect(sizes(batches)).toEqual([40]);
  await write(0, 19);
  expect(sizes(batches)).toEqual([40]);
  await write(19, 20);
  expect(sizes(batches)).toEqual([40, 20]);
  await write(20, 40);
  expect(sizes(batches)).toEqual([40, 20, 20]);
  end();
});

test("where a commit takes long, or the writers are few, it is worth waiting for all of them", async () => {
  for (const [commitMs, writers] of [
    [20, 40],
    [0.5, 6],
  ] as const) {
    const { batches, write, end } = queueOf(commitMs);
    // What a commit takes is learnt from some of them.
    for (let round = 0; round < 12; round++) await write(0, writers);
    const before = batches.length;
    await write(0, writers - 1);
    expect([writers, batches.length]).toEqual([writers, before]);
    await write(writers - 1, writers);
    expect(sizes(batches)).toEqual(Array.from({ length: 13 }, () => writers));
    end();
  }
});

test("now and then a commit takes many times as long, which changes little", async () => {
  const { batches, write, takes, end } = queueOf(0.5);
  for (let round = 0; round < 12; round++) await write(0, 40);
  takes(50);
  await write(0, 40);
  await write(0, 20);
  expect(sizes(batches.slice(-2))).toEqual([40, 20]);
  end();
});
