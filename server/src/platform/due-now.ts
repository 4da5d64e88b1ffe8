/**
 * Filter for rows whose work may be taken now: due, and held by nobody. A hold or a wait that ends later than any can last
 * is of a clock that was ahead and has been set back; it counts as over, else the work would stand still until then.
 */
export function dueNow(now: Date, longest: { leaseMs: number; waitMs: number }) {
  // Twice: clocks of two servers may differ a little.
  const beyond = (ms: number) => new Date(now.getTime() + 2 * ms);
  return {
    $and: [
      { $or: [{ dueAt: { $lte: now } }, { dueAt: { $gt: beyond(longest.waitMs) } }] },
      {
        $or: [{ leasedUntil: null }, { leasedUntil: { $lt: now } }, { leasedUntil: { $gt: beyond(longest.leaseMs) } }],
      },
    ],
  };
}
