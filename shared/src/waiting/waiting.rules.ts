import { MINUTE_MS } from "../time.ts";

/** Somebody who has checked in, as far as the order counts. */
export interface Queued {
  id: string;
  /** From when their turn counts: their slot; when they came late, their arrival; when they were passed over, somebody else's turn. */
  turnAt: Date;
  /** What was booked or written may be an emergency. */
  urgent: boolean;
  called: boolean;
}

/**
 * The order in which people are called: who was called already (whose specialist's window may have gone since), then who may be in
 * danger, then by turn.
 */
export const inOrder = <Q extends Queued>(queue: readonly Q[]): Q[] =>
  queue.toSorted(
    (a, b) =>
      Number(b.called) - Number(a.called) ||
      Number(b.urgent) - Number(a.urgent) ||
      a.turnAt.getTime() - b.turnAt.getTime() ||
      (a.id < b.id ? -1 : Number(a.id > b.id)),
  );

/** So long a call stands while no window of the specialist holds it; then the next call begins with the same person. */
export const CALL_LEASE_MS = MINUTE_MS;
/** A window that shows somebody who was called says so this often. */
export const HOLD_EVERY_MS = CALL_LEASE_MS / 3;

/** Whether a call stands at a moment. */
export const isCalled = (queued: { called: boolean; calledUntil: Date | null }, now: Date): boolean =>
  queued.called && queued.calledUntil !== null && now < queued.calledUntil;

/** The turn of who checks in: that of their slot; later than the organisation grants, that of whose slot is now. */
export const turnOnArrival = (start: Date, now: Date, lateGraceMinutes: number): Date =>
  now.getTime() > start.getTime() + lateGraceMinutes * MINUTE_MS ? now : start;

/** The turn of who was called and did not come: after so many of the others, or all of them when there are fewer; never earlier than before. */
export function turnAfterPassing(queue: readonly Queued[], id: string, places: number): Date {
  const me = queue.find((one) => one.id === id);
  const others = inOrder(queue).filter((one) => one.id !== id && !one.called);
  const before = others[Math.min(places, others.length) - 1];
  const turns = [me?.turnAt, before?.turnAt].flatMap((turn) => (turn ? [turn.getTime()] : []));
  return new Date(before ? Math.max(...turns.map((turn, i) => turn + i)) : (turns[0] ?? 0));
}
