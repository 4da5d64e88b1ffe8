import { addDays, DAY_MS, dayOf, MINUTE_MS } from "../time.ts";
import type { HealthLevel, HealthPart } from "./health-parts.ts";
import type { Health, SystemHealth } from "./health.schema.ts";

/** How many days ahead a licence that runs out is shown. */
export const LICENCE_DAYS = 60;

const GB = 1e9;
type SystemPart = Exclude<HealthPart, "licences">;

/** `act` from the first limit on, `watch` from the second; null (not there) is good. */
const from = (value: number | null, act: number, watch: number): HealthLevel =>
  value === null ? "good" : value >= act ? "act" : value >= watch ? "watch" : "good";
const worst = (...levels: HealthLevel[]): HealthLevel =>
  levels.includes("act") ? "act" : levels.includes("watch") ? "watch" : "good";

const ageMs = (instant: string | null, now: Date) => (instant === null ? null : now.getTime() - Date.parse(instant));

const systemRules: Record<SystemPart, (health: SystemHealth, now: Date) => HealthLevel> = {
  database: ({ database }) => (database.answersMs === null ? "act" : from(database.answersMs, 2000, 500)),
  // Delivery backs off up to a minute between tries, so five minutes are many tries.
  outbox: ({ outbox }, now) =>
    worst(
      from(ageMs(outbox.oldestAt, now), 5 * MINUTE_MS, MINUTE_MS),
      from(Math.max(0, ...outbox.failing.map(({ attempts }) => attempts)), 8, 1),
    ),
  // Without a scanner is a decision of the hospital's, which the page tells; one that is away is none.
  files: ({ files }, now) =>
    worst(from(ageMs(files.oldestAt, now), 10 * MINUTE_MS, 2 * MINUTE_MS), files.scanner === "away" ? "act" : "good"),
  faults: ({ faults }) =>
    from(
      faults.reduce((sum, { count }) => sum + count, 0),
      20,
      1,
    ),
  // Never more than `watch`, since anybody can send such a report.
  crashes: ({ crashes }) => (crashes.length > 0 ? "watch" : "good"),
  jobs: ({ jobs }) => (jobs.every(({ ok }) => ok) ? "good" : "watch"),
  storage: ({ storage }) => (storage.freeBytes < GB ? "act" : storage.freeBytes < 5 * GB ? "watch" : "good"),
  // One a night, with an hour or two to spare; three nights without are a decision nobody took.
  backup: ({ backup }, now) =>
    backup === null || !backup.ok
      ? "act"
      : worst(from(ageMs(backup.at, now), 3 * DAY_MS, 1.1 * DAY_MS), backup.missing > 0 ? "watch" : "good"),
  certificate({ certificate }, now) {
    if (certificate.place === "elsewhere") return "good";
    if (certificate.place === "nowhere") return "watch";
    if (certificate.place === "unreadable") return "act";
    const days = (Date.parse(certificate.validTo) - now.getTime()) / DAY_MS;
    return days < 7 ? "act" : days < 30 ? "watch" : "good";
  },
  // A year is what R67's rotation is planned for.
  keys: ({ keys }, now) => (keys.some(({ madeAt }) => (ageMs(madeAt, now) ?? 0) > 365 * DAY_MS) ? "watch" : "good"),
};

/** What each part of the machine needs, now. */
export function systemLevels(health: SystemHealth, now: Date): Record<SystemPart, HealthLevel> {
  const levels = Object.entries(systemRules).map(([part, rule]) => [part, rule(health, now)] as const);
  return Object.fromEntries(levels) as Record<SystemPart, HealthLevel>;
}

/** Who works without a licence must not see patients (R4): two weeks before, somebody has to act. */
export function licencesLevel(licences: Health["licences"], now: Date): HealthLevel {
  const soon = addDays(dayOf(now), 14);
  return licences.some(({ validTo }) => validTo < soon) ? "act" : licences.length > 0 ? "watch" : "good";
}
