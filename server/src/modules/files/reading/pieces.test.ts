import * as fc from "fast-check";
import { expect, it } from "vitest";

import { displaySide, maxPages } from "./limits.ts";
import { piecesOf } from "./pieces.ts";

const size = fc.record({ width: fc.integer({ min: 1, max: 60_000 }), height: fc.integer({ min: 1, max: 60_000 }) });

it("leaves a photo, a sheet and a small strip whole", () => {
  for (const whole of [
    { width: 4000, height: 3000 },
    { width: 1240, height: 1754 },
    { width: 300, height: 2000 },
  ])
    expect(piecesOf(whole)).toEqual([{ left: 0, top: 0, ...whole }]);
});

it("cuts a long screenshot into sheets that can be read, from the top", () => {
  const pieces = piecesOf({ width: 1080, height: 20_000 });
  expect(pieces.length).toBeGreaterThan(10);
  expect(pieces.every(({ left, width, height }) => left === 0 && width === 1080 && height <= 1080 * 1.6)).toBe(true);
  expect(pieces.map(({ top }) => top)).toEqual(pieces.map(({ top }) => top).toSorted((a, b) => a - b));
});

it("whatever the size: the pieces lie inside, cover it without a gap, and are never more than a file may have", () => {
  fc.assert(
    fc.property(size, ({ width, height }) => {
      const pieces = piecesOf({ width, height });
      expect(pieces.length).toBeLessThanOrEqual(maxPages);
      let [right, bottom] = [0, 0];
      for (const piece of pieces) {
        expect(piece.width > 0 && piece.height > 0).toBe(true);
        expect(piece.left + piece.width <= width && piece.top + piece.height <= height).toBe(true);
        expect(piece.left <= right && piece.top <= bottom).toBe(true);
        [right, bottom] = [piece.left + piece.width, piece.top + piece.height];
      }
      expect([right, bottom]).toEqual([width, height]);
      expect(pieces.length === 1 || Math.max(width, height) > displaySide).toBe(true);
    }),
  );
});
