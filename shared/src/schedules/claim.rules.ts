/** Claims: who holds which time of a specialist and of a person. Pure; nothing here knows what the time is held for. */
import { MINUTE_MS } from "../time.ts";

export interface TimeSpan {
  from: Date;
  to: Date;
}

const CELL_MINUTES = 5;
/** Minutes a claim may last. A shorter one could lie inside a cell and miss the minutes by which another holds it (`cellsOf`). */
export const claimMinutes = { least: CELL_MINUTES, most: 24 * 60 };

/** Spans that only touch do not meet. */
export const meet = (one: TimeSpan, other: TimeSpan): boolean => one.from < other.to && other.from < one.to;

/**
 * Minutes (since 1970) by which a span is held: two spans meet exactly when they share one, so that a unique index over them
 * keeps spans apart. Of each five-minute cell that it covers a span holds the first and the last minute; of a cell that it
 * covers in part, where it begins or ends off the mark, every minute it covers. Begun minutes count as a whole.
 */
export function cellsOf({ from, to }: TimeSpan): number[] {
  const [first, end] = [Math.floor(from.getTime() / MINUTE_MS), Math.ceil(to.getTime() / MINUTE_MS)];
  if (end - first < claimMinutes.least || end - first > claimMinutes.most)
    throw new RangeError(`a claim of ${end - first} minutes`);
  const cells: number[] = [];
  for (let minute = first; minute < end;) {
    const cellEnd = minute - (minute % CELL_MINUTES) + CELL_MINUTES;
    if (minute % CELL_MINUTES === 0 && cellEnd <= end) cells.push(minute, cellEnd - 1);
    else for (let one = minute; one < Math.min(cellEnd, end); one++) cells.push(one);
    minute = cellEnd;
  }
  return cells;
}

/**
 * The place a new claim takes beside those it would meet, or null when there is no room. The lowest that is free; claims on
 * higher places count too, since they may stand from a time when the capacity was larger. As everybody takes the lowest,
 * two who do not know of each other want the same place, and the unique index gives it to one: so they never are too many.
 */
export function placeBeside(places: readonly number[], capacity: number): number | null {
  let place = 0;
  while (places.includes(place)) place++;
  const above = places.filter((other) => other > place).length;
  return place + above < capacity ? place : null;
}
