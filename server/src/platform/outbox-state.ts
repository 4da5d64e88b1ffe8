import { FACT_PACE } from "./fact-store.ts";
import { OutboxModel } from "./outbox.model.ts";

export interface OutboxState {
  pending: number;
  oldestAt: Date | null;
  /** Facts that were tried and not delivered, by type, most attempts first; `parked` of them are set aside. */
  failing: { type: string; count: number; attempts: number; parked: number }[];
}

/** How far the outbox is behind, for operators; `carried`: facts in the memory of this process that have no row there. */
export async function outboxState(carried: number): Promise<OutboxState> {
  const [pending, oldest, failing] = await Promise.all([
    OutboxModel.countDocuments({ pending: true }),
    OutboxModel.findOne({ pending: true }, { at: 1 }).sort({ _id: 1 }).lean(),
    OutboxModel.aggregate<{ _id: string; count: number; attempts: number; parked: number }>([
      // A leased row is being delivered right now and has not failed.
      { $match: { pending: true, attempts: { $gt: 0 }, leasedUntil: null } },
      {
        $group: {
          _id: "$type",
          count: { $sum: 1 },
          attempts: { $max: "$attempts" },
          parked: { $sum: { $cond: [{ $gte: ["$attempts", FACT_PACE.parked.after] }, 1, 0] } },
        },
      },
      { $sort: { attempts: -1 } },
    ]),
  ]);
  return {
    pending: pending + carried,
    oldestAt: oldest?.at ?? null,
    failing: failing.map(({ _id, ...counts }) => ({ type: _id, ...counts })),
  };
}
