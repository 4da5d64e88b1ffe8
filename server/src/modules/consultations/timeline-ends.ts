import { createKeyedLanes } from "../../platform/keyed-lanes.ts";
import { createLately } from "../../platform/lately.ts";
import { findLast } from "./message.repo.ts";

/** The end of a timeline: the number of its newest entry (0: none yet), and whether that one ends the visit. */
export interface TimelineEnd {
  seq: number;
  closed: boolean;
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
  return { seq: last?.seq ?? 0, closed: last?.event === "visit-finished" || last?.event === "visit-stopped" };
}

/** Not in a transaction, which may see what is never committed. */
export async function readEnd(consultationId: string): Promise<TimelineEnd> {
  const end = await findEnd(consultationId);
  noteEnd(consultationId, end);
  return end;
}

/** Once an entry is stored. */
export const noteEnd = (consultationId: string, end: TimelineEnd): void => known.add(consultationId, end);

/** As last known, else read; read anew where less than `atLeast` is known. */
export async function endOf(consultationId: string, atLeast = 0): Promise<TimelineEnd> {
  const end = known.get(consultationId);
  return end && end.seq >= atLeast ? end : readEnd(consultationId);
}
