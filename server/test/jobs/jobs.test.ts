import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createJobs } from "../../src/jobs/jobs.ts";
import type { Job } from "../../src/modules/module.ts";
import { timedRuns } from "../../src/platform/work/timed-work.repo.ts";
import { WorkModel } from "../../src/platform/work/work.model.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  app.setNow("2026-11-23T02:00:30Z");
  await WorkModel.deleteMany({ kind: "job" });
});

const MINUTE_MS = 60_000;
const row = (name: string) => WorkModel.findById(`job:${name}`).orFail().lean();
const dueAt = async (name: string) => (await row(name)).dueAt.toISOString().slice(11, 19);
const hourly = (name: string, run: Job["run"]): Job => ({ name, every: "0 * * * *", run });

it("of several processes one runs it each time, and what each does for itself all do", async () => {
  const runs: string[] = [];
  const of = (process: string): Job[] => [
    hourly("ours", async () => void runs.push("ours")),
    { name: "own", every: "* * * * * *", each: true, run: async () => void runs.push(process) },
  ];
  const both = [createJobs(app.app.services, of("a")), createJobs(app.app.services, of("b"))];
  for (const one of both) await one.start();
  expect(await dueAt("ours")).toBe("03:00:00");
  app.advance(60 * MINUTE_MS);
  await expect.poll(() => new Set(runs)).toEqual(new Set(["ours", "a", "b"]));
  await expect.poll(() => dueAt("ours")).toBe("04:00:00");
  app.advance(60 * MINUTE_MS);
  await expect.poll(() => dueAt("ours")).toBe("05:00:00");
  for (const one of both) await one.stop();
  expect(runs.filter((run) => run === "ours")).toHaveLength(2);
  expect(await timedRuns()).toEqual([{ name: "ours", at: app.ctx.now(), ok: true }]);
});

it("one that saw it due while another ran it does not run it again", async () => {
  const runs: string[] = [];
  const of = (process: string) => createJobs(app.app.services, [hourly("ours", async () => void runs.push(process))]);
  const [late, quick] = [of("late"), of("quick")];
  await late.start();
  const take = WorkModel.findOneAndUpdate.bind(WorkModel) as (...told: unknown[]) => { lean(): Promise<unknown> };
  const afterTheOther = async (told: unknown[]) => {
    await quick.start();
    await expect.poll(() => dueAt("ours")).toBe("04:00:00");
    return take(...told).lean();
  };
  const asked = vi
    .spyOn(WorkModel, "findOneAndUpdate")
    .mockImplementationOnce(((...told: unknown[]) => ({ lean: () => afterTheOther(told) })) as never);
  app.advance(60 * MINUTE_MS);
  // The question that was held up, and the one after it.
  await expect.poll(() => asked.mock.calls.length).toBeGreaterThanOrEqual(3);
  for (const one of [late, quick]) await one.stop();
  asked.mockRestore();
  expect(runs).toEqual(["quick"]);
});

it("a run that was missed while nobody was there is made up for; one that died in it is taken over; a job that is no more goes", async () => {
  const old = { kind: "job", attempts: 0, lease: null, leasedUntil: null };
  const hour = Date.parse("2026-11-23T02:00:00Z");
  await WorkModel.create([
    { ...old, _id: "job:missed", dueAt: new Date(hour) },
    {
      ...old,
      _id: "job:died",
      dueAt: new Date(hour),
      attempts: 1,
      lease: "dead",
      leasedUntil: new Date(hour + 40_000),
    },
    { ...old, _id: "job:gone", dueAt: new Date(hour) },
  ]);
  const runs: string[] = [];
  const jobs = createJobs(
    app.app.services,
    ["missed", "died"].map((name) => hourly(name, async () => void runs.push(name))),
  );
  await jobs.start();
  await expect.poll(() => dueAt("missed")).toBe("03:00:00");
  expect(runs).toEqual(["missed"]);
  app.advance(20_000);
  await expect.poll(() => dueAt("died")).toBe("03:00:00");
  await jobs.stop();
  expect(runs).toEqual(["missed", "died"]);
  expect(await WorkModel.countDocuments({ _id: "job:gone" })).toBe(0);
});

it("a run that fails is tried again before its time, is told to operators, and leaves the others alone", async () => {
  let fails = true;
  const runs: string[] = [];
  const jobs = createJobs(app.app.services, [
    hourly("bad", async () => {
      runs.push("bad");
      if (fails) throw new Error("not now");
    }),
    hourly("good", async () => void runs.push("good")),
  ]);
  await jobs.start();
  app.advance(60 * MINUTE_MS);
  await expect.poll(() => dueAt("good")).toBe("04:00:00");
  await expect.poll(() => dueAt("bad")).toBe("03:00:31");
  expect(await timedRuns()).toMatchObject([
    { name: "bad", ok: false },
    { name: "good", ok: true },
  ]);
  fails = false;
  app.advance(2000);
  await expect.poll(() => dueAt("bad")).toBe("04:00:00");
  await jobs.stop();
  expect(runs.toSorted()).toEqual(["bad", "bad", "good"]);
  expect(await row("bad")).toMatchObject({ attempts: 0, lastOk: true });
});

it("a clock that is set back by a day keeps none waiting for a day", async () => {
  const jobs = createJobs(app.app.services, [hourly("ours", async () => undefined)]);
  await jobs.start();
  app.advance(-24 * 60 * MINUTE_MS);
  await expect.poll(async () => (await row("ours")).dueAt.toISOString()).toBe("2026-11-22T03:00:00.000Z");
  await jobs.stop();
});

it("a stop waits for the run under way", async () => {
  let end = (): void => undefined;
  const going = new Promise<void>((resolve) => (end = resolve));
  let begun = false;
  const jobs = createJobs(app.app.services, [
    hourly("long", () => {
      begun = true;
      return going;
    }),
  ]);
  await jobs.start();
  app.advance(60 * MINUTE_MS);
  await expect.poll(() => begun).toBe(true);
  const stopped = jobs.stop();
  end();
  await stopped;
  expect(await row("long")).toMatchObject({ lease: null, lastOk: true });
});
