import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { inOrder, isCalled, turnAfterPassing, turnOnArrival, type Queued } from "./waiting.rules.ts";

const queueOf = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[0-9a-f]{4}$/),
    turnAt: fc.integer({ min: 0, max: 20 }).map((minute) => new Date(minute * 60_000)),
    urgent: fc.boolean(),
    called: fc.constant(false),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
);
const ids = (queue: readonly Queued[]) => queue.map(({ id }) => id);

describe("the order of turns", () => {
  it("is the same however the rows came, with who was called first, then who may be in danger, then by turn", () => {
    fc.assert(
      fc.property(queueOf, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (queue, chance) => {
        const order = inOrder(queue);
        const shuffled = queue.toSorted(() => (chance.next().value ?? 0) - 0.5);
        expect(ids(inOrder(shuffled))).toEqual(ids(order));
        const keys = order.map((one) => [Number(!one.called), Number(!one.urgent), one.turnAt.getTime()]);
        expect(keys).toEqual(keys.toSorted((a, b) => a.map((x, i) => x - (b[i] ?? 0)).find((x) => x !== 0) ?? 0));
      }),
    );
  });

  it("has whose call has run out at its head", () => {
    fc.assert(
      fc.property(queueOf, fc.nat(), (queue, pick) => {
        const at = pick % queue.length;
        const rows = queue.map((one, i) => ({ ...one, called: i === at }));
        expect(inOrder(rows)[0]?.id).toBe(rows[at]?.id);
      }),
    );
  });

  it("lets as many of the same kind go before who was passed over as the rule says, and moves nobody forward", () => {
    fc.assert(
      fc.property(queueOf, fc.nat(), fc.integer({ min: 1, max: 20 }), (queue, pick, places) => {
        const alike = queue.map((one, i) => ({
          ...one,
          urgent: false,
          turnAt: new Date(one.turnAt.getTime() + i * 1000),
        }));
        const me = inOrder(alike)[0] as Queued;
        const turnAt = turnAfterPassing(
          alike.map((one) => ({ ...one, called: one.id === me.id })),
          me.id,
          places,
        );
        expect(turnAt.getTime()).toBeGreaterThanOrEqual(me.turnAt.getTime());
        const after = inOrder(alike.map((one) => (one.id === me.id ? { ...one, turnAt } : one)));
        expect(ids(after).indexOf(me.id)).toBe(Math.min(places, alike.length - 1));
        expect(pick).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test.each([
  ["2026-11-23T00:40:00Z", "2026-11-23T01:00:00Z"],
  ["2026-11-23T01:10:00Z", "2026-11-23T01:00:00Z"],
  ["2026-11-23T01:10:00.001Z", "2026-11-23T01:10:00.001Z"],
])("who checks in at %s for 01:00 with 10 minutes of grace has the turn of %s", (now, turn) => {
  expect(turnOnArrival(new Date("2026-11-23T01:00:00Z"), new Date(now), 10)).toEqual(new Date(turn));
});

test("a call stands until its lease ends", () => {
  const until = new Date("2026-11-23T01:00:00Z");
  const at = (called: boolean, calledUntil: Date | null, now: string) =>
    isCalled({ called, calledUntil }, new Date(now));
  expect(at(true, until, "2026-11-23T00:59:59Z")).toBe(true);
  expect(at(true, until, "2026-11-23T01:00:00Z")).toBe(false);
  expect(at(false, until, "2026-11-23T00:59:59Z")).toBe(false);
  expect(at(true, null, "2026-11-23T00:59:59Z")).toBe(false);
});
