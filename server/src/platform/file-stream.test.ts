import { describe, expect, test, vi } from "vitest";
import { FileStream, inPieces } from "./file-stream.ts";

const MB = 1024 * 1024;
const file = { name: "own-data.json", type: "application/json" };

/** So many pieces of a kilobyte, and how many have been asked for. */
function source(count: number) {
  const state = { made: 0 };
  async function* make(): AsyncGenerator<string> {
    while (state.made < count) {
      state.made += 1;
      yield "x".repeat(1024);
    }
  }
  return { state, pieces: make() };
}

describe("a file that is written while it is read", () => {
  test("of 40 MB no more than a piece is made ahead of the reader, who gets all of it", async () => {
    const { state, pieces } = source(40 * 1024);
    const left = vi.fn<() => void>();
    const reader = new FileStream(file, inPieces(pieces), left).getReader();
    let taken = 0;
    let ahead = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      taken += value.length;
      ahead = Math.max(ahead, state.made * 1024 - taken);
    }
    expect(taken).toBe(40 * MB);
    expect(ahead).toBeLessThanOrEqual(32 * 1024);
    expect(left).toHaveBeenCalledTimes(1);
  });

  test("a reader who goes ends the making, and is told of once", async () => {
    const { state, pieces } = source(1000);
    const left = vi.fn<() => void>();
    const stream = new FileStream(file, inPieces(pieces), left);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(state.made).toBeLessThan(40);
    expect(left).toHaveBeenCalledTimes(1);
  });

  test("one who never begins gives the place back as well", async () => {
    const left = vi.fn<() => void>();
    await new FileStream(file, inPieces(source(10).pieces), left).cancel();
    expect(left).toHaveBeenCalledTimes(1);
  });

  test("what fails in the middle is no end: the reader hears of it", async () => {
    async function* failing(): AsyncGenerator<string> {
      yield "x".repeat(20 * 1024);
      throw new Error("the right has ended");
    }
    const left = vi.fn<() => void>();
    const reader = new FileStream(file, inPieces(failing()), left).getReader();
    expect((await reader.read()).done).toBe(false);
    await expect(reader.read()).rejects.toThrow("the right has ended");
    expect(left).toHaveBeenCalledTimes(1);
  });
});
