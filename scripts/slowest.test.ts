import { expect, it } from "vitest";
import { journeyTimes, slowestLines } from "./slowest.ts";

const spec = (title: string, ...durations: number[]) => ({
  title,
  file: "journeys/a.spec.ts",
  tests: [{ results: durations.map((duration) => ({ duration })) }],
});

it("reads the tests of a report at every depth, each with all its runs", () => {
  const report = { suites: [{ specs: [spec("one", 1000)], suites: [{ specs: [spec("two", 2000, 500)] }] }] };
  expect(journeyTimes(report)).toEqual([
    { name: "journeys/a.spec.ts › one", seconds: 1 },
    { name: "journeys/a.spec.ts › two", seconds: 2.5 },
  ]);
});

it("says the slowest first, and no more than asked for", () => {
  const times = [1, 30.25, 4].map((seconds) => ({ name: `file of ${seconds}`, seconds }));
  expect(slowestLines(times, 2)).toEqual(["    30.3 s  file of 30.25", "     4.0 s  file of 4"]);
});
