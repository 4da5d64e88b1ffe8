import type { WorkFields } from "./work-fields.ts";

/** How one kind of work is taken and tried again. */
export interface Pace {
  /** So long a worker has what it has taken, unless it renews; after a kill the work waits no longer than this. */
  leaseMs: number;
  /** Wait after the first failure; each further one doubles it, up to the longest. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** What has failed so often is set aside: tried at this distance from then on, and never dropped. */
  parked?: { after: number; waitMs: number };
}

type Conditions = Record<string, unknown>;
type Leased = Pick<WorkFields, "leasedUntil">;
type Waiting = Pick<WorkFields, "dueAt" | "attempts" | "leasedUntil">;

const from = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
// Twice as long as can be, since the clocks of two servers may differ a little.
const absurd = (now: Date, ms: number): Date => from(now, 2 * ms);

export const leaseEnd = (now: Date, { leaseMs }: Pick<Pace, "leaseMs">): Date => from(now, leaseMs);

export const isParked = (attempts: number, { parked }: Pick<Pace, "parked">): boolean =>
  parked !== undefined && attempts >= parked.after;

/** Milliseconds until the next try of what has failed so many times. */
export function waitAfter(attempts: number, pace: Omit<Pace, "leaseMs">): number {
  if (pace.parked && isParked(attempts, pace)) return pace.parked.waitMs;
  // Above 2^30 there is no wait that is not the longest, and no number that is not finite.
  return Math.min(pace.longestWaitMs, pace.firstWaitMs * 2 ** Math.min(30, Math.max(0, attempts - 1)));
}

/** When what has failed is tried again. */
export const nextTry = (attempts: number, now: Date, pace: Omit<Pace, "leaseMs">): Date =>
  from(now, waitAfter(attempts, pace));

/**
 * Whether nobody holds it: never taken, or the lease has run out, or it ends later than any lease can, because a clock wrote it that
 * was ahead and has been set back since.
 */
export const isFree = ({ leasedUntil }: Leased, now: Date, pace: Pick<Pace, "leaseMs">): boolean =>
  leasedUntil === null || leasedUntil < now || leasedUntil > absurd(now, pace.leaseMs);

/** Whether it may be taken now: free, and due or put off longer than it can be. */
export function isDue(row: Waiting, now: Date, pace: Pace): boolean {
  const longest = pace.parked && isParked(row.attempts, pace) ? pace.parked.waitMs : pace.longestWaitMs;
  return isFree(row, now, pace) && (row.dueAt <= now || row.dueAt > absurd(now, longest));
}

/** `isFree` as the database asks it. */
export const free = (now: Date, pace: Pick<Pace, "leaseMs">): { $or: Conditions[] } => ({
  $or: [{ leasedUntil: null }, { leasedUntil: { $lt: now } }, { leasedUntil: { $gt: absurd(now, pace.leaseMs) } }],
});

/** What was put off longer than can be; to be asked one after the other. */
export function putOffTooFar(now: Date, { longestWaitMs, parked }: Pace): Conditions[] {
  const beyond = { dueAt: { $gt: absurd(now, longestWaitMs) } };
  if (!parked) return [beyond];
  return [{ ...beyond, attempts: { $lt: parked.after } }, { dueAt: { $gt: absurd(now, parked.waitMs) } }];
}

/**
 * `isDue` as the database asks it, besides `free`: several filters, one after the other, since a single one with "or" over `dueAt`
 * would go through the whole queue where the index finds the first row at once.
 */
export const due = (now: Date, pace: Pace): Conditions[] => [{ dueAt: { $lte: now } }, ...putOffTooFar(now, pace)];
