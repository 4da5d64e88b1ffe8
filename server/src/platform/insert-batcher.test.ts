import { describe, expect, it } from "vitest";
import { brokenBulk } from "../../test/support/broken-bulk.ts";
import { createInsertBatcher } from "./insert-batcher.ts";

describe("inserts that go together", () => {
  it("when the line breaks under them, nobody is told that theirs is stored", async () => {
    const insert = createInsertBatcher(() => ({
      insertOne: () => Promise.resolve({ acknowledged: true, insertedId: null as never }),
      insertMany: () => Promise.reject(brokenBulk()),
    }));
    const [first, ...others] = await Promise.allSettled([
      insert({ at: 0 }).then(() => insert({ at: 1 })),
      ...Array.from({ length: 5 }, (_, at) => insert({ at })),
    ]);
    expect([first, ...others].map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "rejected"));
  });

  it("what comes in one turn goes in one command, what comes meanwhile in the next, and one alone by itself", async () => {
    const commands: number[] = [];
    const insert = createInsertBatcher(() => ({
      insertOne: () => {
        commands.push(1);
        return Promise.resolve({ acknowledged: true, insertedId: null as never });
      },
      insertMany: (all) => {
        commands.push(all.length);
        return Promise.resolve({ acknowledged: true, insertedCount: all.length, insertedIds: {} });
      },
    }));
    await insert({ at: 0 });
    const many = Array.from({ length: 150 }, (_, at) => insert({ at }));
    await many[0];
    await Promise.all([...many, insert({ at: 1 })]);
    expect(commands).toEqual([1, 100, 51]);
  });
});
