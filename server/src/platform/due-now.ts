/**
 * Two filters for rows whose work may be taken now, to be queried one after the other: rows that are due and not
 * leased; then rows whose wait or lease is longer than any can be. The latter were written by a clock that was ahead
 * and has been set back, and would otherwise stand still until then. Two queries, because one with "or" would scan the
 * whole queue where the index finds the first row at once.
 */
export function dueNow(now: Date, longest: { leaseMs: number; waitMs: number }) {
  // Twice as long, since the clocks of two servers may differ a little.
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
