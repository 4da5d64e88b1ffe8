import { expect, it } from "vitest";
import { createTogether, type Outcome } from "./together.ts";

/** What is told of each piece, and a way to end it. */
function pieces(settings: { most?: number; waitMs?: number; restMs?: number } = {}) {
  const begun: { items: readonly string[]; end: (outcomes?: readonly Outcome<string>[]) => void }[] = [];
  const run = createTogether<string, string>({
    most: settings.most ?? 10,
    waitMs: settings.waitMs ?? 10_000,
    restMs: settings.restMs ?? 0,
    keysOf: (item) => [item[0] ?? ""],
    work: (items) =>
      new Promise((resolve) =>
        begun.push({ items, end: (outcomes) => resolve(outcomes ?? items.map((item) => ({ done: `${item}!` }))) }),
      ),
  });
  return { begun, run };
}
const begins = (begun: readonly unknown[], count: number) => expect.poll(() => begun.length).toBe(count);

it("goes at once when it comes alone; what comes meanwhile goes together, up to so many, and is answered each by itself", async () => {
  const { begun, run } = pieces({ most: 2 });
  const all = Promise.all(["a", "b", "c", "d"].map(run));
  await begins(begun, 1);
  begun[0]?.end();
  await begins(begun, 2);
  begun[1]?.end();
  await begins(begun, 3);
  begun[2]?.end();
  expect(await all).toEqual(["a!", "b!", "c!", "d!"]);
  expect(begun.map(({ items }) => items)).toEqual([["a"], ["b", "c"], ["d"]]);
});

it("rests between two pieces where it is told so: what comes then goes together, and nothing that comes alone waits", async () => {
  const { begun, run } = pieces({ restMs: 20 });
  const first = run("a");
  await begins(begun, 1);
  begun[0]?.end();
  await first;
  const others = Promise.all([run("b"), run("c")]);
  await begins(begun, 2);
  begun[1]?.end();
  await others;
  expect(begun.map(({ items }) => items)).toEqual([["a"], ["b", "c"]]);
});

it("keeps apart what shares a key", async () => {
  const { begun, run } = pieces();
  const all = Promise.all(["a", "b1", "b2", "c"].map(run));
  await begins(begun, 1);
  begun[0]?.end();
  await begins(begun, 2);
  begun[1]?.end();
  await begins(begun, 3);
  begun[2]?.end();
  await all;
  expect(begun.map(({ items }) => items)).toEqual([["a"], ["b1", "c"], ["b2"]]);
});

it("refuses one without the others, and all when the piece fails", async () => {
  const work = (items: readonly string[]): Promise<Outcome<string>[]> =>
    items.includes("z")
      ? Promise.reject(new Error("all of it"))
      : Promise.resolve(items.map((item) => (item === "b" ? { refusal: new Error("not b") } : { done: item })));
  const run = createTogether({ most: 2, waitMs: 10_000, keysOf: (item: string) => [item], work });
  const outcomes = await Promise.allSettled(["a", "b", "c", "z", "y"].map(run));
  const said = outcomes.map((one) => (one.status === "fulfilled" ? one.value : (one.reason as Error).message));
  expect(said).toEqual(["a", "not b", "c", "all of it", "all of it"]);
});

it("tells who has waited too long to come again, also while what is before them hangs", async () => {
  const { begun, run } = pieces({ waitMs: 20 });
  const first = run("a");
  await begins(begun, 1);
  await expect(run("b")).rejects.toMatchObject({ code: "busy", retryAfter: 2 });
  begun[0]?.end();
  expect(await first).toBe("a!");
  expect(begun.map(({ items }) => items)).toEqual([["a"]]);
});
