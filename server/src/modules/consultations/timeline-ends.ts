import { createKeyedLanes } from "../../platform/keyed-lanes.ts";
import { createLately } from "../../platform/lately.ts";
import { findLast } from "./message.repo.ts";

/** The end of a timeline: the number of its newest entry (0: none yet), and once the visit is over, when the timeline closes. */
export interface TimelineEnd {
  seq: number;
  closesAt: Date | null;
}

/**
 * Where timelines ended when this process last looked, or wrote: the next place is tried from there, and the unique index confirms
 * or refuses it. It may be behind, never ahead of what is committed, for the next place after one that is not there would leave a
 * gap. All apps of a process may share it.
 */
const known = createLately<TimelineEnd>();

/** Entries of one visit are written one after the other here, since the next place is known when the last is taken. */
export const lanesOfVisits = createKeyedLanes();

export async function findEnd(consultationId: string): Promise<TimelineEnd> {
  const last = await findLast(consultationId);
  // Visits of older releases, and stopped ones, closed with their last entry.
  const ended = last?.event === "visit-finished" || last?.event === "visit-stopped";
  return { seq: last?.seq ?? 0, closesAt: last?.closesAt ?? (ended ? last.createdAt : null) };
}

/** Not in a transaction, which may see what is never committed. */
export async function readEnd(consultationId: string): Promise<TimelineEnd> {
  const end = await findEnd(consultationId);
  noteEnd(consultationId, end);
  return end;
}

/** Once an entry is stored. */
export const noteEnd = (consultationId: string, { seq, closesAt }: TimelineEnd): void =>
  known.add(consultationId, { seq, closesAt });

/** As last known, else read; read anew where less than `atLeast` is known. */
export async function endOf(consultationId: string, atLeast = 0): Promise<TimelineEnd> {
  const end = known.get(consultationId);
  return end && end.seq >= atLeast ? end : readEnd(consultationId);
}
