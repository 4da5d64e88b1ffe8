import { describe, expect, it } from "vitest";
import { brokenBulk } from "../../test/support/broken-bulk.ts";
import { createInsertBatcher } from "./insert-batcher.ts";

describe("inserts that go together", () => {
  it("when the line breaks under them, nobody is told that theirs is stored", async () => {
    const insert = createInsertBatcher(() => ({
      insertOne: () => Promise.resolve({ acknowledged: true, insertedId: null as never }),
      insertMany: () => Promise.reject(brokenBulk()),
    }));
    // Two go alone at once, the others together.
    const all = await Promise.allSettled(Array.from({ length: 7 }, (_, at) => insert({ at })));
    expect(all.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 2 }, () => "fulfilled"),
      ...Array.from({ length: 5 }, () => "rejected"),
    ]);
  });
});
