import { describe, expect, it } from "vitest";
import { licencesLevel, systemLevels } from "./health.rules.ts";
import type { HealthLevel } from "./health-parts.ts";
import type { SystemHealth } from "./health.schema.ts";

const now = new Date("2026-11-23T02:00:00.000Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const hence = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
const DAY = 1440;

const well: SystemHealth = {
  database: { kind: "embedded", answersMs: 2 },
  outbox: { pending: 0, oldestAt: null, failing: [] },
  files: { waiting: 0, oldestAt: null, uploading: 3, refusedToday: 2, scanner: "none", unscanned: 5 },
  faults: [],
  crashes: [],
  jobs: [{ name: "files:remove-stale", at: ago(3), ok: true }],
  storage: { freeBytes: 80e9, parts: [{ name: "files", bytes: 1e9 }] },
  backup: { at: ago(60), ok: true, bytes: 1e9, missing: 0 },
  certificate: { place: "here", validTo: hence(60) },
  keys: [{ purpose: "field", generation: 1, madeAt: ago(30 * DAY) }],
};

it("a machine that is well is well in every part", () => {
  expect(new Set(Object.values(systemLevels(well, now)))).toEqual(new Set(["good"]));
});

const cases: [keyof SystemHealth, Partial<SystemHealth>, HealthLevel][] = [
  ["database", { database: { kind: "external", answersMs: null } }, "act"],
  ["database", { database: { kind: "external", answersMs: 2000 } }, "act"],
  ["database", { database: { kind: "external", answersMs: 500 } }, "watch"],
  ["database", { database: { kind: "external", answersMs: 499 } }, "good"],
  ["outbox", { outbox: { pending: 900, oldestAt: ago(0.5), failing: [] } }, "good"],
  ["outbox", { outbox: { pending: 1, oldestAt: ago(1), failing: [] } }, "watch"],
  ["outbox", { outbox: { pending: 1, oldestAt: ago(5), failing: [] } }, "act"],
  [
    "outbox",
    { outbox: { pending: 1, oldestAt: null, failing: [{ type: "a:b", count: 1, attempts: 1, parked: 0 }] } },
    "watch",
  ],
  [
    "outbox",
    { outbox: { pending: 1, oldestAt: null, failing: [{ type: "a:b", count: 1, attempts: 8, parked: 0 }] } },
    "act",
  ],
  ["files", { files: { ...well.files, oldestAt: ago(2) } }, "watch"],
  ["files", { files: { ...well.files, oldestAt: ago(10) } }, "act"],
  ["faults", { faults: [{ action: "a.b", count: 1, lastAt: ago(1) }] }, "watch"],
  [
    "faults",
    {
      faults: [
        { action: "a.b", count: 10, lastAt: ago(1) },
        { action: "a.c", count: 10, lastAt: ago(1) },
      ],
    },
    "act",
  ],
  ["crashes", { crashes: [{ name: "TypeError", at: "/assets/a.js:1:2", count: 900, lastAt: ago(1) }] }, "watch"],
  ["jobs", { jobs: [...well.jobs, { name: "x", at: ago(1), ok: false }] }, "watch"],
  ["storage", { storage: { freeBytes: 4.9e9, parts: [] } }, "watch"],
  ["storage", { storage: { freeBytes: 0.9e9, parts: [] } }, "act"],
  ["backup", { backup: null }, "act"],
  ["backup", { backup: { at: ago(1), ok: false, bytes: null, missing: 0 } }, "act"],
  ["backup", { backup: { at: ago(1.2 * DAY), ok: true, bytes: 1, missing: 0 } }, "watch"],
  ["backup", { backup: { at: ago(3 * DAY), ok: true, bytes: 1, missing: 0 } }, "act"],
  ["backup", { backup: { at: ago(1), ok: true, bytes: 1, missing: 1 } }, "watch"],
  ["certificate", { certificate: { place: "elsewhere" } }, "good"],
  ["certificate", { certificate: { place: "nowhere" } }, "watch"],
  ["certificate", { certificate: { place: "unreadable" } }, "act"],
  ["certificate", { certificate: { place: "here", validTo: hence(29) } }, "watch"],
  ["certificate", { certificate: { place: "here", validTo: hence(6) } }, "act"],
  ["certificate", { certificate: { place: "here", validTo: hence(-1) } }, "act"],
  ["keys", { keys: [{ purpose: "field", generation: 1, madeAt: ago(366 * DAY) }] }, "watch"],
];

describe("each part by itself", () => {
  it.each(cases)("%s %j is %s", (part, change, level) => {
    const levels = systemLevels({ ...well, ...change }, now);
    expect(levels[part]).toBe(level);
    expect(Object.values(levels).filter((other) => other !== "good")).toEqual(level === "good" ? [] : [level]);
  });

  it.each([
    [[], "good"],
    [["2027-01-20"], "watch"],
    [["2026-12-07"], "watch"],
    [["2026-12-06"], "act"],
    [["2027-01-20", "2026-11-01"], "act"],
  ] as const)("licences until %j are %s", (days, level) => {
    const licences = days.map((validTo) => ({ specialistId: "a".repeat(24), name: "陈静宜", validTo }));
    expect(licencesLevel(licences, now)).toBe(level);
  });
});
