import { expect, it } from "vitest";
import { createFairLine } from "./fair-line.ts";

/** Work whose end the test says. */
function createWork(line: ReturnType<typeof createFairLine>) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (key: string, name = key) =>
    line.run(key, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    run,
    settle,
    async endFirst() {
      ends.shift()?.();
      await settle();
    },
  };
}

it("lets one have so many places, in order, while others go on", async () => {
  const { begun, run, settle, endFirst } = createWork(createFairLine({ perKey: 2 }));
  for (const name of ["a1", "a2", "a3", "a4"]) void run("a", name);
  void run("b");
  await settle();
  expect(begun).toEqual(["a1", "a2", "b"]);
  await endFirst();
  expect(begun).toEqual(["a1", "a2", "b", "a3"]);
  await endFirst();
  expect(begun).toEqual(["a1", "a2", "b", "a3", "a4"]);
});

it("gives places that all share in turn: whoever sent a hundred waits like whoever sent one", async () => {
  const { begun, run, settle, endFirst } = createWork(createFairLine({ perKey: 2, atOnce: 2 }));
  for (let i = 0; i < 100; i++) void run("flood");
  for (const name of ["one", "two"]) void run(name);
  await settle();
  expect(begun).toEqual(["flood", "flood"]);
  for (let i = 0; i < 3; i++) await endFirst();
  expect(begun.slice(2)).toEqual(["flood", "one", "two"]);
});

it("gives a place back once, also when the work fails, and turns a flood away", async () => {
  const line = createFairLine({ perKey: 1 });
  await expect(line.run("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const leave = await line.enter("a");
  const waiting = Array.from({ length: 1500 }, () => line.enter("a"));
  await expect(line.enter("a")).rejects.toMatchObject({ code: "rate_limited", retryAfter: 1 });
  leave();
  leave();
  const second = await waiting[0];
  await expect(Promise.race([waiting[1], Promise.resolve("waits")])).resolves.toBe("waits");
  second?.();
  expect(await waiting[1]).toBeTypeOf("function");
});
