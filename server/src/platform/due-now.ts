/**
 * Filters for rows whose work may be taken now, to be asked one after the other: those that are due and held by nobody, then
 * those that wait longer than any can. Such a wait, like such a hold, is of a clock that was ahead and has been set back; it
 * counts as over, else the work would stand still until then. Two, because one question with "or" would walk the whole
 * queue where the index gives the first row at once.
 */
export function dueNow(now: Date, longest: { leaseMs: number; waitMs: number }) {
  // Twice: clocks of two servers may differ a little.
  const beyond = (ms: number) => new Date(now.getTime() + 2 * ms);
  const free = [
    { leasedUntil: null },
    { leasedUntil: { $lt: now } },
    { leasedUntil: { $gt: beyond(longest.leaseMs) } },
  ];
  return [
    { dueAt: { $lte: now }, $or: free },
    { dueAt: { $gt: beyond(longest.waitMs) }, $or: free },
  ];
}
