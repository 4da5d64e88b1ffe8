import { timeOfDayOf, MINUTE_MS } from "../time.ts";

/** What people are reached for. Each has one text message of its own, and one notice; neither says anything of health. */
export const reachMatters = [
  "visit-opened",
  "call",
  "visit-soon",
  "follow-up-returned",
  "plan-ready",
  "chat-answer",
  "patient-checked-in",
  "patient-message",
  "red-flag",
] as const;
export type ReachMatter = (typeof reachMatters)[number];

/** How far the ladder goes: in the app (bell, marks, ringing), a notice on the device, a text message. */
export const reachWays = ["app", "push", "text"] as const;
export type ReachWay = (typeof reachWays)[number];
/** The ways that leave the app. */
export type ReachStep = Exclude<ReachWay, "app">;

interface Rungs {
  side: "patient" | "specialist" | "both";
  /** So long after it happened, in ms, while it is still unseen. Both are tried in this order. */
  push: number;
  text: number | null;
  /** What cannot wait until morning is told in quiet hours too. */
  atNight: boolean;
  /** Then nobody needs to be told of it any more. */
  staleMs: number;
}

const HOUR_MS = 60 * MINUTE_MS;

/** The ladder. Waits are chosen so that who has the app open is never sent anything besides. */
export const ladder: Readonly<Record<ReachMatter, Rungs>> = {
  "visit-opened": { side: "patient", push: 0, text: 2 * MINUTE_MS, atNight: true, staleMs: 30 * MINUTE_MS },
  // Rings for 45 s; the text message is for who has missed it.
  call: { side: "both", push: 0, text: MINUTE_MS, atNight: true, staleMs: 10 * MINUTE_MS },
  "visit-soon": { side: "patient", push: 0, text: 3 * MINUTE_MS, atNight: true, staleMs: 15 * MINUTE_MS },
  "follow-up-returned": {
    side: "patient",
    push: MINUTE_MS,
    text: 30 * MINUTE_MS,
    atNight: false,
    staleMs: 48 * HOUR_MS,
  },
  "plan-ready": { side: "patient", push: MINUTE_MS, text: HOUR_MS, atNight: false, staleMs: 48 * HOUR_MS },
  "chat-answer": { side: "patient", push: 0, text: 15 * MINUTE_MS, atNight: false, staleMs: 24 * HOUR_MS },
  "patient-checked-in": { side: "specialist", push: 0, text: null, atNight: true, staleMs: 30 * MINUTE_MS },
  "patient-message": { side: "specialist", push: 0, text: 30 * MINUTE_MS, atNight: false, staleMs: 24 * HOUR_MS },
  "red-flag": { side: "specialist", push: 0, text: 2 * MINUTE_MS, atNight: true, staleMs: 2 * HOUR_MS },
};

export const mattersOf = (role: string): ReachMatter[] =>
  reachMatters.filter((matter) => ladder[matter].side === role || (ladder[matter].side === "both" && isSide(role)));
const isSide = (role: string) => role === "patient" || role === "specialist";

/** Times of day in hospital time; over midnight where `from` is the later one. */
export interface QuietHours {
  from: string;
  to: string;
}
export interface ReachSettings {
  /** How far each matter may go; those that are missing go as far as they can. */
  most: Readonly<Partial<Record<ReachMatter, ReachWay>>>;
  /** Null: none. */
  quiet: QuietHours | null;
}
export const usualSettings: ReachSettings = { most: {}, quiet: { from: "22:00", to: "07:00" } };

/** Whether a moment lies in quiet hours; equal ends mean none. */
export function isQuiet({ from, to }: QuietHours, at: Date): boolean {
  const time = timeOfDayOf(at);
  return from <= to ? from <= time && time < to : time >= from || time < to;
}

/** The first moment, to the minute, that is no longer quiet. */
export function quietEnd(quiet: QuietHours, at: Date): Date {
  let end = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let minutes = 0; minutes < 24 * 60 && isQuiet(quiet, new Date(end)); minutes++) end += MINUTE_MS;
  return new Date(Math.max(end, at.getTime()));
}

/** The steps outside the app that this matter may still take, in order, each with its wait. */
export function stepsOf(matter: ReachMatter, { most }: ReachSettings): [ReachStep, number][] {
  const { push, text } = ladder[matter];
  const limit = most[matter] ?? "text";
  return [
    ...(limit === "app" ? [] : [["push", push] as [ReachStep, number]]),
    ...(limit === "text" && text !== null ? [["text", text] as [ReachStep, number]] : []),
  ];
}

export const reachEnds = ["seen", "stale", "done"] as const;
export type ReachEnd = (typeof reachEnds)[number];
export type ReachMove = { do: "try"; way: ReachStep } | { do: "wait"; until: Date } | { do: "end"; why: ReachEnd };

/** What is to be done now for one person and matter. Pure: what was tried, seen, set, and the time decide. */
export function nextMove(
  matter: ReachMatter,
  state: { raisedAt: Date; tried: readonly ReachStep[]; seen: boolean },
  settings: ReachSettings,
  now: Date,
): ReachMove {
  if (state.seen) return { do: "end", why: "seen" };
  const { staleMs, atNight } = ladder[matter];
  const staleAt = state.raisedAt.getTime() + staleMs;
  if (now.getTime() >= staleAt) return { do: "end", why: "stale" };
  const step = stepsOf(matter, settings).find(([way]) => !state.tried.includes(way));
  if (!step) return { do: "end", why: "done" };
  const [way, waitMs] = step;
  const due = new Date(state.raisedAt.getTime() + waitMs);
  if (now < due) return { do: "wait", until: due };
  if (!atNight && settings.quiet && isQuiet(settings.quiet, now)) {
    const until = quietEnd(settings.quiet, now);
    return until.getTime() < staleAt ? { do: "wait", until } : { do: "end", why: "stale" };
  }
  return { do: "try", way };
}
