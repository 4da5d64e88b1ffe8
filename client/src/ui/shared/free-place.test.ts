import * as fc from "fast-check";
import { expect, test } from "vitest";
import { freePlace, type Area } from "./free-place.ts";

const phone = { width: 390, height: 844 };
const size = { width: 200, height: 48 };
const row = (top: number, height: number, left = 0, width = 390): Area => ({ left, top, width, height });
const touch = (a: Area, b: Area) =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

test("it stands at the end of an empty screen, and right above the bar with the main action", () => {
  expect(freePlace(size, [], phone)).toMatchObject({ left: 95, top: 784, over: 0 });
  expect(freePlace(size, [row(776, 56)], phone)).toMatchObject({ left: 95, top: 722, over: 0 });
});

test("a screen full of rows leaves it the head of the page, between the way back and the action", () => {
  const back = row(4, 44, 4, 44);
  const action = row(4, 44, 330, 56);
  const rows = Array.from({ length: 14 }, (_, index) => row(56 + index * 56, 56));
  expect(freePlace(size, [back, action, ...rows], phone)).toMatchObject({ top: 2, over: 0 });
});

test("where nothing is free it hides as little as can be, and says so", () => {
  const place = freePlace(size, [row(0, 840)], phone);
  expect(place.over).toBeGreaterThan(0);
});

test("whatever lies where: it is on the screen, and covers nothing when it says so", () => {
  const areas = fc.array(
    fc.record({
      left: fc.integer({ min: 0, max: 380 }),
      top: fc.integer({ min: 0, max: 840 }),
      width: fc.integer({ min: 1, max: 390 }),
      height: fc.integer({ min: 1, max: 200 }),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(areas, (taken) => {
      const place = freePlace(size, taken, phone);
      expect(place.left).toBeGreaterThanOrEqual(0);
      expect(place.left + place.width).toBeLessThanOrEqual(390);
      expect(place.top + place.height).toBeLessThanOrEqual(844);
      expect(place.over > 0 || !taken.some((one) => touch(place, one))).toBe(true);
    }),
  );
});
