import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDue, isFree, isParked, leaseEnd, nextTry, waitAfter, type Pace } from "./pace.ts";

const paces: fc.Arbitrary<Pace> = fc
  .record({
    leaseMs: fc.integer({ min: 1, max: 300_000 }),
    firstWaitMs: fc.integer({ min: 1, max: 10_000 }),
    more: fc.integer({ min: 0, max: 3_600_000 }),
    parked: fc.option(
      fc.record({ after: fc.integer({ min: 1, max: 200 }), more: fc.integer({ min: 0, max: 10 ** 7 }) }),
    ),
  })
  .map(({ leaseMs, firstWaitMs, more, parked }) => {
    const longestWaitMs = firstWaitMs + more;
    const aside = parked ? { parked: { after: parked.after, waitMs: longestWaitMs + parked.more } } : {};
    return { leaseMs, firstWaitMs, longestWaitMs, ...aside };
  });
const instants = fc.date({ min: new Date("2020-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
const tries = fc.integer({ min: 1, max: 5000 });
const after = (at: Date, ms: number) => new Date(at.getTime() + ms);

describe("the wait after a failure", () => {
  it("begins with the first, never shrinks, and has an end", () => {
    fc.assert(
      fc.property(paces, tries, (pace, attempts) => {
        const wait = waitAfter(attempts, pace);
        expect(waitAfter(1, { ...pace, parked: undefined })).toBe(pace.firstWaitMs);
        expect(waitAfter(attempts + 1, pace)).toBeGreaterThanOrEqual(wait);
        expect(wait).toBeLessThanOrEqual(pace.parked?.waitMs ?? pace.longestWaitMs);
        expect(wait).toBeGreaterThanOrEqual(pace.firstWaitMs);
      }),
    );
  });

  it("doubles until it is the longest", () => {
    const pace = { firstWaitMs: 1000, longestWaitMs: 60_000, parked: { after: 9, waitMs: 3_600_000 } };
    const waits = Array.from({ length: 10 }, (_, place) => waitAfter(place + 1, pace) / 1000);
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 3600, 3600]);
  });
});

describe("a row that is work", () => {
  it("is nobody else's while it is leased, and anybody's once the lease has run out, by any clock that is not far off", () => {
    fc.assert(
      fc.property(paces, instants, fc.double({ min: 0, max: 3, noNaN: true }), (pace, taken, part) => {
        const row = { leasedUntil: leaseEnd(taken, pace) };
        expect(isFree({ leasedUntil: null }, taken, pace)).toBe(true);
        expect(isFree(row, after(taken, Math.floor(part * pace.leaseMs)), pace)).toBe(
          part * pace.leaseMs >= pace.leaseMs + 1,
        );
        // A clock that is behind by less than a lease sees that it is held.
        expect(isFree(row, after(taken, -Math.floor(Math.min(part, 1) * pace.leaseMs)), pace)).toBe(false);
      }),
    );
  });

  it("is not kept for ever by a clock that was ahead, however far, when that is set back", () => {
    fc.assert(
      fc.property(paces, instants, fc.integer({ min: 0, max: 10 ** 11 }), tries, (pace, now, ahead, attempts) => {
        const wrong = after(now, ahead);
        const longest = isParked(attempts, pace) ? (pace.parked?.waitMs ?? 0) : pace.longestWaitMs;
        const leased = { leasedUntil: leaseEnd(wrong, pace), dueAt: now, attempts };
        const putOff = { leasedUntil: null, dueAt: nextTry(attempts, wrong, pace), attempts };
        expect(isDue(leased, now, pace) || isDue(leased, after(now, 2 * pace.leaseMs + 1), pace)).toBe(true);
        expect(isDue(putOff, now, pace) || isDue(putOff, after(now, 2 * longest), pace)).toBe(true);
      }),
    );
  });
});
