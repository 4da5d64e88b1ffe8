import { describe, expect, it, vi } from "vitest";
import { createReadBatcher } from "./read-batcher.ts";

function reader() {
  const reads: (readonly string[])[] = [];
  const hanging = Promise.withResolvers<void>();
  const read = createReadBatcher(async (keys) => {
    reads.push(keys);
    if (keys.includes("broken")) throw new Error("no line");
    if (keys.some((key) => key.startsWith("slow"))) await hanging.promise;
    return new Map(keys.filter((key) => key !== "nobody").map((key) => [key, `row of ${key}`]));
  });
  return { reads, read, go: () => hanging.resolve() };
}

describe("reads that go together", () => {
  it("are one for all that is asked for at once, each key once, each with its own answer", async () => {
    const { reads, read } = reader();
    expect(await Promise.all(["a", "b", "a", "nobody"].map(read))).toEqual([
      "row of a",
      "row of b",
      "row of a",
      undefined,
    ]);
    expect(reads).toEqual([["a", "b", "nobody"]]);
  });

  it("remember nothing: what is asked for later is read later, while the same is being read too", async () => {
    const { reads, read, go } = reader();
    const first = read("slow");
    await vi.waitFor(() => expect(reads).toHaveLength(1));
    const second = read("slow");
    await vi.waitFor(() => expect(reads).toHaveLength(2));
    go();
    expect(await Promise.all([first, second])).toEqual(["row of slow", "row of slow"]);
    expect(reads).toEqual([["slow"], ["slow"]]);
  });

  it("are two at a time, what comes meanwhile is the next; one that hangs keeps nobody back", async () => {
    const { reads, read, go } = reader();
    const slow = [];
    for (const key of ["slow 1", "slow 2"]) {
      slow.push(read(key));
      await vi.waitFor(() => expect(reads).toHaveLength(slow.length));
    }
    expect(await Promise.all(["a", "b"].map(read))).toEqual(["row of a", "row of b"]);
    expect(reads).toEqual([["slow 1"], ["slow 2"], ["a", "b"]]);
    go();
    expect(await Promise.all(slow)).toEqual(["row of slow 1", "row of slow 2"]);
  });

  it("are no longer than a command may be", async () => {
    const { reads, read } = reader();
    await Promise.all(Array.from({ length: 450 }, (_, index) => read(String(index))));
    expect(reads.map((keys) => keys.length)).toEqual([200, 200, 50]);
  });

  it("fail for all who wait for them, and for nobody after", async () => {
    const { read } = reader();
    const all = await Promise.allSettled([read("a"), read("broken")]);
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await read("a")).toBe("row of a");
  });
});
