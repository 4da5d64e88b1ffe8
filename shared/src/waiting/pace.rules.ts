import { MINUTE_MS } from "../time.ts";

/** So many of a specialist's latest visits tell how long the next ones take. */
export const VISITS_LEARNT = 50;
/** With fewer nothing is promised beyond the slots. */
export const VISITS_LEAST = 8;
/** Minutes; what is outside was left open by mistake or opened for nothing. */
const shortest = 2;
const longest = 120;

/** A time between which somebody's turn comes, or only around which when too little is known. */
export type Wait = { kind: "band"; from: Date; until: Date } | { kind: "around"; at: Date };

export interface WaitQuestion {
  now: Date;
  /** People who are called before. */
  ahead: number;
  /** People whose slot is before and who may still check in in time. */
  perhapsAhead: number;
  /** When the visit that is under way was opened; null between two. */
  openedAt: Date | null;
  /** When this specialist begins, at the earliest; past once they have. */
  beginsAt: Date;
  /** Minutes of this specialist's own past visits, the latest ones. */
  lengths: readonly number[];
  slotMinutes: number;
}

/** Value below which the share `q` of a sorted list lies, between its neighbours. */
function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
}

const STEP_MS = 5 * MINUTE_MS;
const floorTo = (ms: number, step: number) => new Date(Math.floor(ms / step) * step);
const ceilTo = (ms: number, step: number) => new Date(Math.ceil(ms / step) * step);

/**
 * When the turn of somebody who waits comes. Learnt from how long this specialist's own visits took: as if the four fifths that are
 * neither the shortest nor the longest follow one another. Who knows few visits counts slots and names one time, to a quarter of an hour.
 */
export function waitOf({ now, ahead, perhapsAhead, openedAt, beginsAt, lengths, slotMinutes }: WaitQuestion): Wait {
  const begin = Math.max(now.getTime(), openedAt ? 0 : beginsAt.getTime());
  const elapsed = openedAt ? Math.max(0, (now.getTime() - openedAt.getTime()) / MINUTE_MS) : 0;
  if (lengths.length < VISITS_LEAST) {
    const rest = openedAt ? Math.max(0, slotMinutes - elapsed) : 0;
    return { kind: "around", at: ceilTo(begin + (rest + ahead * slotMinutes) * MINUTE_MS, 3 * STEP_MS) };
  }
  const sorted = lengths.map((one) => Math.min(longest, Math.max(shortest, one))).toSorted((a, b) => a - b);
  const [short, long] = [quantile(sorted, 0.1), quantile(sorted, 0.9)];
  // Of visits that lasted as long as this one has by now, what came after.
  const rests = sorted.filter((one) => one > elapsed).map((one) => one - elapsed);
  const rest = (q: number) => (openedAt ? (rests.length > 0 ? quantile(rests, q) : short) : 0);
  return {
    kind: "band",
    from: new Date(
      Math.max(now.getTime(), floorTo(begin + (rest(0.1) + ahead * short) * MINUTE_MS, STEP_MS).getTime()),
    ),
    until: ceilTo(begin + (rest(0.9) + (ahead + perhapsAhead) * long) * MINUTE_MS, STEP_MS),
  };
}
