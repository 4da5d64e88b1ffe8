import type { ReachEnd, ReachStep } from "@fuzhen/shared/reach/reach.rules.ts";
import type { TryOutcome } from "@fuzhen/shared/reach/reach.schema.ts";
import { onlyDoubles } from "../../platform/bulk-refusals.ts";
import { Types } from "../../platform/database.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { GIVEN_BACK, stillHeld } from "../../platform/work/work-fields.ts";
import { createWorkRows, type WorkRows } from "../../platform/work/work-rows.ts";
import { ReachModel, type ReachRow } from "./reach.model.ts";

export type { ReachRow };

/** No wait of the ladder is as long (`ladder`, `quietEnd`). */
const LONGEST_MS = 3 * DAY_MS;

export const reachRows: WorkRows<ReachRow> = createWorkRows(ReachModel, {
  waits: { ended: null },
  pace: { leaseMs: 30_000, firstWaitMs: 5000, longestWaitMs: LONGEST_MS },
});

export interface NewReach extends Pick<ReachRow, "matter" | "fact" | "raisedAt" | "dueAt"> {
  userId: string;
  subject: { type: ReachRow["subject"]["type"]; id: string };
}

/** What is there already stays as it is. */
export async function insertReach(rows: readonly NewReach[]): Promise<void> {
  if (rows.length === 0) return;
  const documents = rows.map((row) => ({
    ...row,
    userId: new Types.ObjectId(row.userId),
    subject: { ...row.subject, id: new Types.ObjectId(row.subject.id) },
  }));
  await ReachModel.insertMany(documents, { ordered: false }).catch((error: unknown) => {
    if (!onlyDoubles(error)) throw error;
  });
}

type Held = Pick<ReachRow, "_id" | "lease">;

/** Notes a try before it is made; false when the lease was lost, or that way was tried before. */
export async function claimTry(row: Held, way: ReachStep, at: Date): Promise<boolean> {
  const { modifiedCount } = await ReachModel.updateOne(
    { ...stillHeld(row), "tries.way": { $ne: way } },
    { $push: { tries: { way, at, outcome: "unknown" } } },
  );
  return modifiedCount === 1;
}

export async function noteOutcome({ _id }: Pick<ReachRow, "_id">, way: ReachStep, outcome: TryOutcome): Promise<void> {
  await ReachModel.updateOne({ _id, "tries.way": way }, { $set: { "tries.$.outcome": outcome } });
}

export async function endReach(row: Held, ended: ReachEnd): Promise<void> {
  await ReachModel.updateOne(stillHeld(row), { $set: { ended, ...GIVEN_BACK } });
}

const LINES = 50;

export const reachOf = (userId: string): Promise<ReachRow[]> =>
  ReachModel.find({ userId }).sort({ _id: -1 }).limit(LINES).lean();
