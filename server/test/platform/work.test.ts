import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/platform/errors.ts";
import { hold, holdAll, letGo } from "../../src/platform/work/named-work.repo.ts";
import { due, isDue, type Pace } from "../../src/platform/work/pace.ts";
import { GIVEN_BACK, stillHeld } from "../../src/platform/work/work-fields.ts";
import { createWorkRows } from "../../src/platform/work/work-rows.ts";
import { createWorkRunner, type WorkKind } from "../../src/platform/work/work-runner.ts";
import { WorkModel, type WorkDoc } from "../../src/platform/work/work.model.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());
beforeEach(async () => void (await WorkModel.deleteMany({ kind: "test" })));

const PACE: Pace = {
  leaseMs: 10_000,
  firstWaitMs: 1000,
  longestWaitMs: 60_000,
  parked: { after: 4, waitMs: 3_600_000 },
};
const rows = createWorkRows(WorkModel, { pace: PACE, waits: { kind: "test" } });
const now = () => app.ctx.now();
const later = (ms: number) => new Date(now().getTime() + ms);

let serial = 0;
async function waiting(fields: Partial<WorkDoc> = {}): Promise<string> {
  serial += 1;
  const row = { _id: `test:${serial}`, kind: "test", dueAt: now(), attempts: 0, ...GIVEN_BACK, ...fields };
  await WorkModel.create([row]);
  return row._id;
}
const stored = (id: string) => WorkModel.findById(id).orFail().lean();
const finish = (row: WorkDoc) => WorkModel.deleteOne(stillHeld(row));

/** A runner as one process has it. */
const runner = (run: WorkKind<WorkDoc>["run"], more: Partial<WorkKind<WorkDoc>> = {}) =>
  createWorkRunner<WorkDoc>(app.app.services, { kind: "test", rows, atOnce: 3, lookEveryMs: 20, run, ...more });

/** A piece of work that goes on until it is told to end. */
function held() {
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  return { until, end };
}

describe("what may be taken", () => {
  it("is in the database exactly what the rule says, whatever stands in the row", async () => {
    const steps = [-2, -1, -1 / 1000, 0, 1 / 1000, 1, 2, 2.001, 3, 1000];
    const all: WorkDoc[] = [];
    for (const dueIn of [-1, 0, 0.5, 119, 121, 7199, 7201])
      for (const leaseIn of [null, ...steps])
        for (const attempts of [0, 4])
          all.push({
            _id: `test:${dueIn}/${leaseIn}/${attempts}`,
            kind: "test",
            dueAt: later(dueIn * 1000),
            leasedUntil: leaseIn === null ? null : later(leaseIn * PACE.leaseMs),
            lease: leaseIn === null ? null : "another's",
            attempts,
          });
    await WorkModel.insertMany(all);
    const taken: string[] = [];
    for (;;) {
      const some = await rows.takeMany(now(), { filters: due(now(), PACE), limit: 7 });
      if (some.length === 0) break;
      taken.push(...some.map(({ _id }) => _id));
    }
    const expected = all.flatMap((row) => (isDue(row, now(), PACE) ? [row._id] : []));
    expect(taken.toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.length).toBeLessThan(all.length - 10);
  });

  it("is had by one of many who ask at once, one by one or by the dozen", async () => {
    for (let more = 0; more < 30; more++) await waiting();
    const ones = Array.from({ length: 20 }, () => rows.take(now()));
    const dozens = Array.from({ length: 5 }, () => rows.takeMany(now(), { filters: due(now(), PACE), limit: 12 }));
    const taken = (await Promise.all([...ones, ...dozens])).flat().flatMap((row) => (row ? [row._id] : []));
    expect(new Set(taken).size).toBe(taken.length);
  });

  it("of a name is had by one holder, who may have it longer, and by the next when it is let go or runs out", async () => {
    const how = (holder: string) => ({ kind: "test", holder, pace: PACE });
    const asked = await Promise.all(["a", "b", "c", "d"].map((holder) => hold("seal", now(), how(holder))));
    expect(asked.filter(Boolean)).toHaveLength(1);
    const [mine = "", other = ""] = asked[0] ? ["a", "b"] : [["b", "c", "d"][asked.indexOf(true) - 1], "a"];
    expect(await hold("seal", now(), how(mine))).toBe(true);
    expect(await holdAll(["seal", "free"], now(), how(other))).toEqual(new Set(["free"]));
    await letGo(["seal"], how(other));
    expect(await hold("seal", now(), how(other))).toBe(false);
    expect(await hold("seal", later(PACE.leaseMs + 1), how(other))).toBe(true);
    await letGo(["seal"], how(other));
    expect(await hold("seal", now(), how(mine))).toBe(true);
  });
});

describe("two runners on one database", () => {
  it("never have one row at once, and do each once", async () => {
    const under = new Set<string>();
    const done: string[] = [];
    const twice: string[] = [];
    const run = async (row: WorkDoc) => {
      if (under.has(row._id)) twice.push(row._id);
      under.add(row._id);
      await new Promise((resolve) => setImmediate(resolve));
      done.push(row._id);
      under.delete(row._id);
      await finish(row);
    };
    const ids: string[] = [];
    for (let more = 0; more < 60; more++) ids.push(await waiting());
    const both = [runner(run), runner(run)];
    for (const one of both) one.start();
    await expect.poll(() => done.length).toBeGreaterThanOrEqual(60);
    for (const one of both) await one.stop();
    expect(twice).toEqual([]);
    expect(done.toSorted()).toEqual(ids.toSorted());
  });

  it("a row of one that is dead is taken over when its lease has run out, not before, and that one changes nothing then", async () => {
    const id = await waiting();
    const dead = await rows.take(now());
    const done: number[] = [];
    const other = runner(async (row) => {
      done.push(row.attempts);
      await finish(row);
    });
    const beside = await waiting();
    other.start();
    await expect.poll(() => WorkModel.countDocuments({ _id: beside })).toBe(0);
    expect(await WorkModel.countDocuments({ _id: id })).toBe(1);
    app.advance(PACE.leaseMs + 1);
    await expect.poll(() => done).toEqual([1, 2]);
    await other.stop();
    await waiting({ _id: id });
    if (!dead) throw new Error("nothing was taken");
    await rows.putOff(dead, { dueAt: later(5000), attempts: 9 });
    expect(await rows.renew(dead, now())).toBe(false);
    expect((await stored(id)).attempts).toBe(0);
  });
});

describe("a runner", () => {
  it("does others while one takes long, and keeps that one's lease", async () => {
    const slow = held();
    const first = await waiting({ dueAt: later(-1000) });
    const done: string[] = [];
    const one = runner(async (row) => {
      if (row._id === first) await slow.until;
      done.push(row._id);
      await finish(row);
    });
    const others = [await waiting(), await waiting(), await waiting(), await waiting()];
    one.wake();
    await expect.poll(() => done.toSorted()).toEqual(others.toSorted());
    slow.end();
    await expect.poll(() => done.length).toBe(5);
    await one.stop();
  });

  it("waits longer after each failure, then sets aside; what is away is no failure", async () => {
    const id = await waiting();
    let fault: Error = new AppError("unavailable");
    const one = runner(() => Promise.reject(fault));
    const tried = async () => {
      one.wake();
      await expect.poll(async () => (await stored(id)).dueAt > now()).toBe(true);
      const { dueAt, attempts } = await stored(id);
      const wait = dueAt.getTime() - now().getTime();
      app.advance(wait);
      return [attempts, wait / 1000];
    };
    expect(await tried()).toEqual([0, 20]);
    fault = new Error("poison");
    const waits: unknown[] = [];
    for (let more = 0; more < 5; more++) waits.push(await tried());
    await one.stop();
    expect(waits).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 3600],
      [5, 3600],
    ]);
    expect(app.logLines.filter((line) => line.includes("is set aside"))).toHaveLength(2);
  });

  it("tells its work to end when it stops, takes nothing more, and spares it that try", async () => {
    const ids = [await waiting(), await waiting()];
    const begun = held();
    const one = runner(
      (_row, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("stopping")));
          begun.end();
        }),
      { atOnce: 1 },
    );
    one.start();
    await begun.until;
    await one.stop();
    for (const id of ids) expect(await stored(id)).toMatchObject({ attempts: 0, lease: null, leasedUntil: null });
  });
});
