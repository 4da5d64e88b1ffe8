import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "../time.ts";
import { cellsOf, claimMinutes, meet, placeBeside } from "./claim.rules.ts";

const span = (from: number, minutes: number) => ({
  from: new Date(from * MINUTE_MS),
  to: new Date((from + minutes) * MINUTE_MS),
});

describe("minutes by which a span is held", () => {
  it("are two of each whole cell, and all that are covered of a part", () => {
    expect(cellsOf(span(0, 15))).toEqual([0, 4, 5, 9, 10, 14]);
    expect(cellsOf(span(12, 12))).toEqual([12, 13, 14, 15, 19, 20, 21, 22, 23]);
    expect(cellsOf(span(3, 5))).toEqual([3, 4, 5, 6, 7]);
  });

  it("are shared exactly by spans that meet, wherever they begin and however long they are", () => {
    const some = fc.tuple(fc.integer({ min: 29_000_000, max: 29_000_090 }), fc.integer({ min: 5, max: 130 }));
    fc.assert(
      fc.property(some, some, (a, b) => {
        const [one, other] = [span(...a), span(...b)];
        const cells = new Set(cellsOf(one));
        expect(cellsOf(other).some((cell) => cells.has(cell))).toBe(meet(one, other));
      }),
      { numRuns: 2000 },
    );
  });

  it("count a minute that is begun as a whole", () => {
    const late = { from: new Date(1000), to: new Date(6 * MINUTE_MS + 1) };
    expect(cellsOf(late)).toEqual([0, 4, 5, 6]);
  });

  it.each([0, 4, claimMinutes.most + 1, -15])("are none of %d minutes", (minutes) =>
    expect(() => cellsOf(span(100, minutes))).toThrow(RangeError),
  );
});

describe("the place beside others", () => {
  it.each([
    [[], 1, 0],
    [[0], 1, null],
    [[0], 2, 1],
    [[1], 2, 0],
    [[0, 0], 2, 1],
    [[0, 1], 2, null],
    // What stands on a place that there is no more counts.
    [[2], 1, null],
    [[2], 2, 0],
    [[0, 2], 2, null],
    [[1, 2], 2, null],
    [[5], 3, 0],
  ] as const)("of %j in %d is %s", (places, capacity, place) => expect(placeBeside(places, capacity)).toBe(place));
});
