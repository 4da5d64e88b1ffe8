import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as fc from "fast-check";
import type { Delivery } from "../platform/delivery.ts";
import { createRoomOrder } from "./room-order.ts";

const ROOM = "consultation:1";
const said = (place: number, personal = false): Delivery =>
  ({
    room: ROOM,
    event: "message:created",
    payload: { seq: place },
    place,
    ...(personal ? { payloadFor: () => Promise.resolve({ seq: place }) } : {}),
  }) as unknown as Delivery;

/** A room of which so many are stored; `ready` lets a connection in. */
async function room(stored: number) {
  const world = { stored, away: false, told: [] as number[], reads: [] as string[], faults: 0 };
  const order = createRoomOrder({
    newestIn: (name) => (name === ROOM ? Promise.resolve(world.stored) : null),
    async between(_, { after, before }) {
      world.reads.push(`${after}..${before}`);
      if (world.away) throw new Error("no database");
      return Array.from({ length: Math.min(before - 1, world.stored) - after }, (_one, at) => said(after + 1 + at));
    },
    tell: ({ place = 0, payloadFor }) =>
      payloadFor ? Promise.resolve().then(() => void world.told.push(place)) : void world.told.push(place),
    onFault: () => (world.faults += 1),
  });
  await order.enter(ROOM, () => Promise.resolve());
  const come = (...places: number[]) => {
    world.stored = Math.max(world.stored, ...places);
    for (const place of places) order.take({ room: ROOM, place, delivery: said(place) });
  };
  return { ...order, world, come };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("tells in the order of the numbers and each once, and asks nobody where none is missing", async () => {
  const { world, come } = await room(1);
  come(3, 2, 2, 3, 1, 4);
  await vi.runAllTimersAsync();
  expect(world.told).toEqual([2, 3, 4]);
  expect(world.reads).toEqual([]);
});

it("reads what its writer does not tell, as when that one has died", async () => {
  const { world, come } = await room(1);
  come(4, 6);
  await vi.advanceTimersByTimeAsync(99);
  expect(world.told).toEqual([]);
  await vi.advanceTimersByTimeAsync(101);
  expect(world.told).toEqual([2, 3, 4, 5, 6]);
  come(2, 3, 5, 7);
  expect(world.told).toEqual([2, 3, 4, 5, 6, 7]);
});

it("tells nothing to a room without anybody", async () => {
  const { world, come, leave } = await room(1);
  leave(ROOM);
  come(2, 9);
  await vi.runAllTimersAsync();
  expect(world).toMatchObject({ told: [], reads: [] });
});

it("reads what is personal where it was made, and tells what comes after it in its turn", async () => {
  const { world, come, ...order } = await room(0);
  order.take({ room: ROOM, place: 1, delivery: said(1, true) });
  world.stored = 3;
  order.take({ room: ROOM, place: 2, delivery: null });
  come(3);
  await vi.advanceTimersByTimeAsync(0);
  expect(world.told).toEqual([1, 2, 3]);
  expect(world.reads).toEqual(["1..3"]);
});

it("lets a connection in when those inside have heard all that there is", async () => {
  const { world, ...order } = await room(0);
  world.stored = 3;
  const heardBefore: number[] = [];
  await order.enter(ROOM, async () => void heardBefore.push(...world.told));
  expect(heardBefore).toEqual([1, 2, 3]);
});

it("tries again while the database is away, and goes on without what cannot be read", async () => {
  const { world, come } = await room(1);
  world.away = true;
  come(3);
  await vi.advanceTimersByTimeAsync(700);
  expect(world).toMatchObject({ told: [], faults: 2 });
  world.away = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(world.told).toEqual([2, 3]);
  world.away = true;
  come(5, 6);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.told).toEqual([2, 3, 5, 6]);
});

it("whatever comes, in whatever order, as often as it likes: all in order, each once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.integer({ min: 0, max: 150 })), {
        minLength: 1,
        maxLength: 40,
      }),
      async (events) => {
        const { world, ...order } = await room(0);
        const last = Math.max(...events.map(([place]) => place));
        world.stored = last;
        for (const [place, withIt, waitMs] of events) {
          order.take({ room: ROOM, place, delivery: withIt ? said(place, place % 5 === 0) : null });
          await vi.advanceTimersByTimeAsync(waitMs);
        }
        await vi.runAllTimersAsync();
        expect(world.told).toEqual(Array.from({ length: last }, (_, at) => at + 1));
      },
    ),
    { numRuns: 50 },
  );
});
