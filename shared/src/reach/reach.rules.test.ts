import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isQuiet,
  ladder,
  mattersOf,
  nextMove,
  quietEnd,
  reachMatters,
  reachWays,
  stepsOf,
  usualSettings,
  type ReachMatter,
  type ReachSettings,
  type ReachStep,
  type ReachWay,
} from "./reach.rules.ts";

/** Noon in hospital time. */
const NOON = new Date("2026-11-23T04:00:00Z");
/** 23:00 in hospital time. */
const NIGHT = new Date("2026-11-23T15:00:00Z");
const later = (from: Date, ms: number) => new Date(from.getTime() + ms);
const settingsOf = (matter: ReachMatter, most: ReachWay): ReachSettings => ({
  ...usualSettings,
  most: { [matter]: most },
});
const move = (
  matter: ReachMatter,
  tried: readonly ReachStep[],
  {
    most = "text",
    at = NOON,
    after = 0,
    seen = false,
  }: { most?: ReachWay; at?: Date; after?: number; seen?: boolean } = {},
) => nextMove(matter, { raisedAt: at, tried, seen }, settingsOf(matter, most), later(at, after));

const pairs = reachMatters.flatMap((matter) => reachWays.map((most) => [matter, most] as const));

describe("every matter, set to every way", () => {
  it.each(pairs)("%s, at most %s: takes its steps in turn, each once and after its wait, then ends", (matter, most) => {
    const ways = { app: [], push: ["push"], text: ladder[matter].text === null ? ["push"] : ["push", "text"] }[most];
    const steps = stepsOf(matter, settingsOf(matter, most));
    expect(steps.map(([way]) => way)).toEqual(ways);
    const tried: ReachStep[] = [];
    for (const [way, wait] of steps) {
      // What has no wait is due at once.
      const wanted = { do: "wait", until: later(NOON, wait) };
      expect(wait === 0 ? wanted : move(matter, tried, { most, after: wait - 1 })).toEqual(wanted);
      expect(move(matter, tried, { most, after: wait })).toEqual({ do: "try", way });
      tried.push(way);
    }
    expect(move(matter, tried, { most, after: 60_000 })).toEqual({ do: "end", why: "done" });
  });

  it.each(pairs)("%s, at most %s: what is seen or stale is sent nobody, whatever was tried", (matter, most) => {
    for (const tried of [[], ["push"], ["push", "text"]] as ReachStep[][]) {
      expect(move(matter, tried, { most, seen: true })).toEqual({ do: "end", why: "seen" });
      expect(move(matter, tried, { most, after: ladder[matter].staleMs })).toEqual({ do: "end", why: "stale" });
    }
  });

  it.each(reachMatters)("%s at night: goes at once where somebody waits, else in the morning", (matter) => {
    const at = later(NIGHT, 0);
    const [[way, wait]] = stepsOf(matter, usualSettings) as [[ReachStep, number]];
    const night = nextMove(matter, { raisedAt: at, tried: [], seen: false }, usualSettings, later(at, wait));
    expect(night).toEqual(
      ladder[matter].atNight ? { do: "try", way } : { do: "wait", until: new Date("2026-11-23T23:00:00Z") },
    );
  });
});

describe("quiet hours", () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const instant = fc.integer({ min: 0, max: 2_000_000 }).map((minutes) => later(NOON, minutes * 60_000));
  it("end at a moment that is not quiet, within a day, whatever they are", () => {
    fc.assert(
      fc.property(time, time, instant, (from, to, at) => {
        const end = quietEnd({ from, to }, at);
        expect(isQuiet({ from, to }, end)).toBe(false);
        expect(end.getTime() - at.getTime()).toBeLessThan(86_400_000);
        expect(end >= at).toBe(true);
      }),
    );
  });
  it.each([
    ["22:00", "07:00", "2026-11-23T14:00:00Z", true],
    ["22:00", "07:00", "2026-11-23T13:59:59Z", false],
    ["22:00", "07:00", "2026-11-23T23:00:00Z", false],
    ["12:00", "13:00", "2026-11-23T04:00:00Z", true],
    ["12:00", "12:00", "2026-11-23T04:00:00Z", false],
  ])("%s to %s at %s: %s", (from, to, at, quiet) => expect(isQuiet({ from, to }, new Date(at))).toBe(quiet));
});

it("each side has its own matters; who treats nobody has none", () => {
  expect([...new Set([...mattersOf("patient"), ...mattersOf("specialist")])].toSorted()).toEqual(
    reachMatters.toSorted(),
  );
  expect(mattersOf("patient")).toContain("call");
  expect(mattersOf("specialist")).toEqual(["call", "patient-checked-in", "patient-message", "red-flag"]);
  expect(mattersOf("admin")).toEqual([]);
});
