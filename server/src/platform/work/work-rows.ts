import { randomUUID } from "node:crypto";
import type mongoose from "mongoose";
import { due, free, leaseEnd, type Pace } from "./pace.ts";
import { GIVEN_BACK, stillHeld, type WorkFields } from "./work-fields.ts";

type Id = mongoose.Types.ObjectId | string;
/** A row of any collection that has the fields of work. */
export type WorkRow = WorkFields & { _id: Id };
type Held = Pick<WorkRow, "_id" | "lease" | "attempts">;

/** Which rows are asked for: by conditions of the kind's own, the longest due first unless it says otherwise. */
export interface Wish {
  where?: Record<string, unknown>;
  sort?: Record<string, 1 | -1>;
}

/** Many rows taken in one go. */
interface Many<Row> {
  /** When a row may be taken, besides that nobody has it: `due` of pace.ts, or as the kind says. */
  filters: readonly Record<string, unknown>[];
  limit: number;
  pick?: (seen: readonly Row[]) => Promise<readonly Row[]>;
}

/** So many rows that others work on are gone past in one look. */
const PASSED_AT_MOST = 5000;

/** What becomes of work that is not done: when it is tried again, and how many tries it has had then. */
export interface Later {
  dueAt: Date;
  attempts: number;
}

const byId = (one: WorkRow, other: WorkRow): number => (String(one._id) < String(other._id) ? -1 : 1);

export type WorkRows<Row extends WorkRow> = ReturnType<typeof createWorkRows<Row>>;

/**
 * The rows of a collection that are work: who may take one, for how long, and how it is given back. `waits` says which rows are work
 * still to be done; an index has to begin with its fields, followed by `dueAt`. A row is had by one worker at a time, in whatever
 * process: it is taken by one conditional write. Nobody but a clock that is wrong by more than a lease can make it two.
 */
export function createWorkRows<Row extends WorkRow>(
  model: mongoose.Model<Row>,
  { pace, waits = {} }: { pace: Pace; waits?: Record<string, unknown> },
) {
  // The filters below name fields that every such row has; their types follow from no `Row` in general.
  const rows = model as unknown as mongoose.Model<WorkRow>;
  return {
    pace,
    /** Takes the first row that may be taken; null when there is none. Nothing is written where nothing waits. */
    async take(now: Date, { where = {}, sort = { dueAt: 1 } }: Wish = {}): Promise<Row | null> {
      const set = { lease: randomUUID(), leasedUntil: leaseEnd(now, pace) };
      for (const when of due(now, pace)) {
        const row = await rows
          .findOneAndUpdate(
            { $and: [waits, where, when, free(now, pace)] },
            { $set: set, $inc: { attempts: 1 } },
            { sort, returnDocument: "after" },
          )
          .lean();
        if (row) return row as unknown as Row;
      }
      return null;
    },
    /**
     * Takes many at once, the longest due first, by the first of the filters under which there are any; nothing is written where
     * nothing waits. `pick` leaves those away that are not to be taken now; what comes after them is looked at then. In the order of their ids.
     */
    async takeMany(now: Date, { filters, limit, pick }: Many<Row>): Promise<Row[]> {
      const $set = { lease: randomUUID(), leasedUntil: leaseEnd(now, pace) };
      for (const when of filters) {
        const filter = { $and: [waits, when, free(now, pace)] };
        for (let passed = 0; passed < PASSED_AT_MOST; passed += limit) {
          const found = await rows.find(filter).sort({ dueAt: 1, _id: 1 }).skip(passed).limit(limit).lean();
          const seen = found as unknown as Row[];
          const picked = (seen.length > 0 && pick ? await pick(seen) : seen).toSorted(byId);
          const _id = { $in: picked.map((row) => row._id) };
          if (_id.$in.length > 0) {
            const { modifiedCount } = await rows.updateMany(
              { $and: [{ _id }, filter] },
              { $set, $inc: { attempts: 1 } },
            );
            // Alone at it, as most often: what it has is known.
            if (modifiedCount === _id.$in.length)
              return picked.map((row) => ({ ...row, ...$set, attempts: row.attempts + 1 }));
            const taken = await rows.find({ _id, lease: $set.lease }).sort({ _id: 1 }).limit(limit).lean();
            if (taken.length > 0) return taken as unknown as Row[];
          }
          if (seen.length < limit) break;
        }
      }
      return [];
    },
    /** Has many longer that were taken together or apart. */
    async renewAll(held: readonly Held[], now: Date): Promise<void> {
      const lease = { $in: [...new Set(held.map((row) => row.lease))] };
      const _id = { $in: held.map((row) => row._id) };
      if (held.length > 0) await rows.updateMany({ _id, lease }, { $set: { leasedUntil: leaseEnd(now, pace) } });
    },
    /** Has it longer; false when it was lost to another worker, or done. */
    async renew(held: Held, now: Date): Promise<boolean> {
      const { matchedCount } = await rows.updateOne(stillHeld(held), { $set: { leasedUntil: leaseEnd(now, pace) } });
      return matchedCount > 0;
    },
    /** Gives it back, to be taken again at that time. Changes nothing where the work is done or lost. */
    async putOff(held: Held, { dueAt, attempts }: Later): Promise<void> {
      await rows.updateOne(stillHeld(held), { $set: { ...GIVEN_BACK, dueAt, attempts } });
    },
  };
}
