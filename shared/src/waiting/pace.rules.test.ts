import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VISITS_LEAST, waitOf, type WaitQuestion } from "./pace.rules.ts";

const now = new Date("2026-11-23T01:00:00Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const question = (more: Partial<WaitQuestion> = {}): WaitQuestion => ({
  now,
  ahead: 2,
  perhapsAhead: 0,
  openedAt: null,
  beginsAt: now,
  lengths: Array.from({ length: 20 }, (_, i) => 8 + (i % 5)),
  slotMinutes: 15,
  ...more,
});
const questions = fc.record({
  now: fc.constant(now),
  ahead: fc.nat(30),
  perhapsAhead: fc.nat(5),
  openedAt: fc.option(
    fc.integer({ min: 0, max: 300 }).map((ago) => minutes(-ago)),
    { nil: null },
  ),
  beginsAt: fc.integer({ min: -300, max: 300 }).map(minutes),
  lengths: fc.array(fc.double({ min: -5, max: 3000, noNaN: true }), { maxLength: 60 }),
  slotMinutes: fc.integer({ min: 5, max: 60 }),
});
/** Begin and end of what is said, in ms. */
const span = (asked: WaitQuestion): [number, number] => {
  const said = waitOf(asked);
  return said.kind === "band" ? [said.from.getTime(), said.until.getTime()] : [said.at.getTime(), said.at.getTime()];
};

describe("the time somebody waits", () => {
  it("is never in the past nor the wrong way round, in whole steps, whatever is known", () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const [from, until] = span(asked);
        expect(from).toBeGreaterThanOrEqual(now.getTime());
        expect(until).toBeGreaterThanOrEqual(from);
        expect(until % 300_000).toBe(0);
        expect(waitOf(asked).kind).toBe(asked.lengths.length < VISITS_LEAST ? "around" : "band");
      }),
    );
  });

  it("is not shorter with more people before, and one more who may come only moves the end", () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const [from, until] = span(asked);
        const [laterFrom, laterUntil] = span({ ...asked, ahead: asked.ahead + 1 });
        expect(laterFrom).toBeGreaterThanOrEqual(from);
        expect(laterUntil).toBeGreaterThanOrEqual(until);
        const [perhapsFrom, perhapsUntil] = span({ ...asked, perhapsAhead: asked.perhapsAhead + 1 });
        expect(perhapsFrom).toBe(from);
        expect(perhapsUntil).toBeGreaterThanOrEqual(until);
      }),
    );
  });

  it("is learnt from this specialist's own visits: who is twice as slow makes wait longer", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3, max: 40 }), { minLength: 8, maxLength: 50 }), (lengths) => {
        const [from, until] = span(question({ lengths }));
        const [slowFrom, slowUntil] = span(question({ lengths: lengths.map((one) => one * 2) }));
        expect(slowFrom).toBeGreaterThanOrEqual(from);
        expect(slowUntil).toBeGreaterThan(until);
      }),
    );
  });

  it("holds: of 2,000 afternoons played with visits drawn from the same past, four in five turns come inside", () => {
    // A generator of its own, so that it is the same afternoons each time.
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const past = Array.from({ length: 50 }, () => 4 + 20 * random() * random());
    let inside = 0;
    for (let i = 0; i < 2000; i++) {
      const ahead = 1 + (i % 6);
      const sum = Array.from({ length: ahead }, () => past[Math.floor(random() * past.length)] ?? 0);
      const turn = minutes(sum.reduce((all, one) => all + one, 0)).getTime();
      const [from, until] = span(question({ ahead, lengths: past }));
      if (from <= turn && turn <= until) inside++;
    }
    expect(inside / 2000).toBeGreaterThan(0.8);
  });

  it.each([
    ["counts slots and says one time when few visits are known", { lengths: [9, 9, 9] }, "around 01:30"],
    ["begins with the first slot when the specialist has not", { beginsAt: minutes(20) }, "01:35 to 01:45"],
    ["begins now once they have", { beginsAt: minutes(-20) }, "01:15 to 01:25"],
    ["adds what the visit under way still takes", { openedAt: minutes(-6), ahead: 0 }, "01:00 to 01:10"],
    ["and a little when it lasts longer than all before", { openedAt: minutes(-90), ahead: 0 }, "01:05 to 01:10"],
    ["leaves room for who may still check in before", { perhapsAhead: 1, ahead: 0 }, "01:00 to 01:15"],
    ["is now for whose turn it is", { ahead: 0 }, "01:00 to 01:00"],
    [
      "takes a visit that was left open over night for no visit of two hours",
      { lengths: Array(8).fill(900) },
      "05:00 to 05:00",
    ],
  ] as const)("%s", (_name, more, expected) => {
    const said = waitOf(question(more));
    const clock = (at: Date) => at.toISOString().slice(11, 16);
    expect(said.kind === "around" ? `around ${clock(said.at)}` : `${clock(said.from)} to ${clock(said.until)}`).toBe(
      expected,
    );
  });
});
