import { describe, expect, it } from "vitest";
import { createReadingTurns } from "./reading-turns.ts";

const quick = (ownerUserId: string) => ({ ownerUserId, slow: false });
const slow = (ownerUserId: string) => ({ ownerUserId, slow: true });

describe("whose file is read next", () => {
  it("anybody's, while nobody's is", () => {
    expect(createReadingTurns(2).wishes()).toEqual([{ exceptOwners: [], slow: true }]);
  });

  it("with two readers one owner has one of them, whatever waits", () => {
    const turns = createReadingTurns(2);
    const end = turns.begin(quick("flood"));
    expect(turns.wishes()).toEqual([{ exceptOwners: ["flood"], slow: true }]);
    end();
    expect(turns.wishes()).toEqual([{ exceptOwners: [], slow: true }]);
  });

  it("with four readers one owner has three while nobody else waits, and others come first", () => {
    const turns = createReadingTurns(4);
    turns.begin(quick("flood"));
    expect(turns.wishes()).toEqual([
      { exceptOwners: ["flood"], slow: true },
      { exceptOwners: [], slow: true },
    ]);
    turns.begin(quick("flood"));
    turns.begin(quick("flood"));
    expect(turns.wishes()).toEqual([{ exceptOwners: ["flood"], slow: true }]);
  });

  it("files that take long have one reader, of however many accounts", () => {
    const turns = createReadingTurns(4);
    const end = turns.begin(slow("a"));
    expect(turns.wishes().map((wish) => wish.slow)).toEqual([false, false]);
    end();
    turns.begin(quick("b"));
    expect(turns.wishes()[0]?.slow).toBe(true);
  });
});
